using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Reading an answer, keeping it, and going on; and what is said when it cannot be read.</summary>
internal sealed partial class TurnRun
{
    /// <summary>"None of these", under choices that were guessed from the person's own words.</summary>
    public const string NoneOfThese = "none";

    private const string EditPrefix = "edit_";

    private void Pick(string id)
    {
        var node = Node;
        if (id.StartsWith(EditPrefix, StringComparison.Ordinal) && node.IsReview)
        {
            Edit(node, id[EditPrefix.Length..]);
        }
        else if (id == NoneOfThese && !Top.Offered.IsEmpty)
        {
            Top = Top with { Offered = [], Misses = 0 };
        }
        else if (!AllChoices().Any(choice => choice.Id == id))
        {
            Miss(Fill("common.miss"));
        }
        else if (node.State.Read is { } resolver && Resolve(node, resolver, new DialogInput.Press(sprint, id)) is Resolution.Found found)
        {
            KeepFound(found);
        }
        else if (node.State.Collect && id == FieldState.Done)
        {
            Keep(Top.Slots.GetValueOrDefault(node.State.Save!) ?? Answer.Skipped);
        }
        else
        {
            Keep(id == FieldState.Skip ? Answer.Skipped : new Answer(id, AllChoices().First(choice => choice.Id == id).Label), id);
        }
    }

    private void Edit(DialogNode node, string field)
    {
        editing = field;
        if (Fire(node, DialogNode.Edit) is { } target)
        {
            Reopen(Dialog.Nodes[target]);
            Walk(target);
        }
    }

    /// <summary>Takes an answer back so that it is asked again, with the answers that hang on it. A story is never taken back, only added to.</summary>
    private void Reopen(DialogNode node)
    {
        if (node.State.Save is { } slot && !node.State.Collect)
        {
            Top = Top with { Slots = Top.Slots.Remove(slot).RemoveRange(node.Field?.Resets ?? []) };
        }
    }

    private void TakeWords(string text)
    {
        var node = Node;
        var words = Bidi.StripControls(text).Trim();
        if (words.Length == 0 || !node.Accepts("text"))
        {
            Miss(MissText(node));
        }
        else if (node.IsReview)
        {
            AddToStory(words, []);
        }
        else if (node.State.Collect)
        {
            Collect(node, words, []);
        }
        else if (node.State.Read is { } resolver)
        {
            TakeResolution(Resolve(node, resolver, new DialogInput.Text(words)));
        }
        else
        {
            var kept = Limited(words, node.State.MaxLength);
            Keep(new Answer(kept));
        }
    }

    private Resolution Resolve(DialogNode node, string resolver, DialogInput input) =>
        resolver == NumberReading.Name
            ? NumberReading.Read(node.Field, input)
            : library.Functions.Resolvers[resolver](input, Functions());

    private void TakeResolution(Resolution resolution)
    {
        switch (resolution)
        {
            case Resolution.Found found:
                KeepFound(found);
                break;
            case Resolution.Several several:
                Top = Top with
                {
                    Offered = several.Options,
                    Page = 0,
                    Misses = 0,
                    Slots = several.Slots is null ? Top.Slots : Top.Slots.SetItems(several.Slots),
                };
                SayIfWritten(several.Options.IsEmpty ? $"{Node.Text}.noted" : "");
                break;
            case Resolution.Wrong wrong:
                Miss(library.Texts.Say(wrong.TextKey, context.Tongue, name => Value(name, wrong.Args), context.Channel.Segments));
                break;
        }
    }

    private void KeepFound(Resolution.Found found)
    {
        if (found.Slots is { } more)
        {
            Top = Top with { Slots = Top.Slots.SetItems(more) };
        }

        Keep(found.Answer);
    }

    /// <summary>Stores the answer of the current question and goes on. <paramref name="choice"/> is the id, where one was picked.</summary>
    private void Keep(Answer answer, string? choice = null)
    {
        var node = Node;
        var slots = Top.Slots;
        if (node.State.Save is { } slot)
        {
            slots = slots.SetItem(slot, answer);
        }

        Top = Top with { Slots = slots, Trail = Remembered(node) };
        if (Fire(node, node.Trigger(choice ?? answer.Value)) is { } next)
        {
            Walk(next);
        }
        else
        {
            Miss(MissText(node));
        }
    }

    /// <summary>A question asked twice (an edit) stands in the trail once, where it was last answered.</summary>
    private ImmutableArray<string> Remembered(DialogNode node) => node.IsReview ? Top.Trail : Top.Trail.Remove(node.Path).Add(node.Path);

    private void Collect(DialogNode node, string words, ImmutableArray<string> items)
    {
        var slot = node.State.Save!;
        Top = Top with { Slots = Top.Slots.SetItem(slot, Joined(Top.Slots.GetValueOrDefault(slot), words, items, node.State.MaxLength)), Misses = 0 };
        said.Add(Fill(library.Texts.Has($"{node.Text}.added") ? $"{node.Text}.added" : "common.added"));
    }

    private static Answer Joined(Answer? before, string words, ImmutableArray<string> items, int most)
    {
        var text = string.Join('\n', new[] { before?.Value, words }.Where(part => !string.IsNullOrEmpty(part)));
        var known = before is null || before.Items.IsDefault ? [] : before.Items;
        return new Answer(text.Length > most * 4 ? text[..(most * 4)] : text, Items: known.AddRange(items.Where(item => !known.Contains(item))));
    }

    /// <summary>Photos and voice belong to the report wherever in it they are sent: the form's story takes them.</summary>
    private void TakeMedia(DialogInput.Media media)
    {
        var node = Node;
        var items = Keys(media);
        if (node.State.Collect && node.Accepts("media"))
        {
            Collect(node, media.Caption ?? "", items);
        }
        else if (node.Form?.Fields.Any(field => field.Type == FieldType.Story) == true)
        {
            AddToStory(media.Caption ?? "", items);
        }
        else if (node.Accepts("media"))
        {
            Keep(new Answer(media.Caption ?? "", Items: items));
        }
        else
        {
            said.Add(Fill("common.no_media_here"));
        }
    }

    private void AddToStory(string words, ImmutableArray<string> items)
    {
        if (Node.Form!.Fields.FirstOrDefault(field => field.Type == FieldType.Story) is not { } story)
        {
            Miss(MissText(Node));
            return;
        }

        Top = Top with { Slots = Top.Slots.SetItem(story.Id, Joined(Top.Slots.GetValueOrDefault(story.Id), words, items, 4_000)) };
        said.Add(Fill("common.added_to_report"));
    }

    private void TakeLocation(DialogInput.Location location)
    {
        var node = Node;
        var field = node.Form?.Fields.FirstOrDefault(candidate => candidate.Type is FieldType.Place or FieldType.Station or FieldType.Location);
        if (node.Accepts("location") && node.State.Read is { } resolver)
        {
            TakeResolution(Resolve(node, resolver, location));
        }
        else if (field is not null && Resolve(node, field.Read!, location) is Resolution.Found found)
        {
            Top = Top with { Slots = Top.Slots.SetItem(field.Id, found.Answer).SetItems(found.Slots ?? ImmutableDictionary<string, Answer>.Empty) };
            said.Add(Fill("common.place_noted"));
        }
        else
        {
            said.Add(Fill("common.no_location_here"));
        }
    }

    private static ImmutableArray<string> Keys(DialogInput.Media media) => [.. media.Items.Select(item => $"{item.Kind}:{item.Id}")];

    private static string Limited(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        return char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)] : text[..most];
    }

    /// <summary>The ladder: first what is possible here, then an example, then a person to talk to. Never blame, never a dead end.</summary>
    private void Miss(string text)
    {
        Top = Top with { Misses = Top.Misses + 1 };
        said.Add(text);
        if (Top.Misses == 2 && library.Texts.Has($"{Node.Text}.example"))
        {
            said.Add(Fill($"{Node.Text}.example"));
        }
        else if (Top.Misses >= 3)
        {
            said.Add(Fill("common.stuck"));
        }
    }

    private string MissText(DialogNode node) =>
        library.Texts.Has($"{node.Text}.miss") ? Fill($"{node.Text}.miss") : Fill(node.State.Choices.IsNone ? "common.miss_text" : "common.miss");
}
