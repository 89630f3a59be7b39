using System.Collections.Immutable;
using System.Globalization;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Words, photos, voice and places that come when they like: each finds its field of the report.</summary>
internal sealed partial class TurnRun
{
    private void Collect(DialogNode node, string words, ImmutableArray<string> items)
    {
        var slot = node.State.Save!;
        var most = node.State.MaxLength;
        Top = Top with { Slots = Top.Slots.SetItem(slot, Joined(Top.Slots.GetValueOrDefault(slot), words, items, most)), Misses = 0 };
        said.Add(Fill(library.Texts.Has($"{node.Text}.added") ? $"{node.Text}.added" : "common.added"));
    }

    /// <summary>Longest part of what is held.</summary>
    private const int LongestHeld = 4_000;

    /// <param name="before">What was told so far.</param>
    /// <param name="words">More of it.</param>
    /// <param name="items">Files, as <c>kind:id</c>.</param>
    /// <param name="most">Most characters of one message; four such make the longest story.</param>
    private Answer Joined(Answer? before, string words, ImmutableArray<string> items, int most)
    {
        var text = string.Join('\n', new[] { before?.Value, words }.Where(part => !string.IsNullOrEmpty(part)));
        var known = before is null || before.Items.IsDefault ? [] : before.Items;
        return new Answer(Shortened(text, (int)Math.Min(most * 4L, int.MaxValue)), Items: known.AddRange(items.Where(item => !known.Contains(item))));
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
        else if (Dialog.Story is not null)
        {
            AddToStory(media.Caption ?? "", items);
        }
        else if (Dialog.HandsOnHeld && !(node.Accepts("media") && node.State.Save == HeldSlot))
        {
            Hold(media.Caption ?? "", items);
        }
        else if (node.Accepts("media"))
        {
            Keep(new Answer(media.Caption ?? "", Items: items), DialogNode.Next);
        }
        else
        {
            said.Add(Fill("common.no_media_here"));
        }
    }

    /// <summary>What comes before a report can be opened is kept for it.</summary>
    private void Hold(string words, ImmutableArray<string> items)
    {
        var before = Top.Slots.GetValueOrDefault(HeldSlot);
        var held = Joined(before, words, items, LongestHeld) with { Label = before?.Label, Point = before?.Point };
        Top = Top with { Slots = Top.Slots.SetItem(HeldSlot, held), Misses = 0 };
        said.Add(Fill("common.held"));
    }

    private void AddToStory(string words, ImmutableArray<string> items)
    {
        if (Dialog.Story is not { } story)
        {
            Miss(MissText(Node));
            return;
        }

        Top = Top with { Slots = Top.Slots.SetItem(story.Id, Joined(Top.Slots.GetValueOrDefault(story.Id), words, items, story.Max)), Misses = 0 };
        said.Add(Fill("common.added_to_report"));
    }

    private void TakeLocation(DialogInput.Location location)
    {
        var node = Node;
        if (Top.Dialog == DialogEngine.DangerQuestion)
        {
            HoldPlace(location);
        }
        else if (node.Accepts("location") && node.State.Read is { } resolver)
        {
            TakeResolution(Resolve(node, resolver, location));
        }
        else if (Dialog.Place is { } field && Resolve(node, field.Read!, location) is Resolution.Found found)
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

    /// <summary>Cuts what is too long, and says so: nothing is dropped silently.</summary>
    private string Shortened(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        said.Add(library.Texts.Say("common.shortened", context.Tongue, name => name == "most" ? most.ToString(CultureInfo.InvariantCulture) : null));
        return Limited(text, most);
    }

    private static string Limited(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
