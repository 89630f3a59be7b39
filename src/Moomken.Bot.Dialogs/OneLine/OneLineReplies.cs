using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>
/// Writes the one reply to a one-line report: what is saved, what is wrong with value and rule, what is missing, old and
/// new of what changed, and the reply's number. Where it is too long it is made shorter step by step, and what must be known to
/// mend the report goes last.
/// </summary>
public sealed class OneLineReplies(DialogLibrary library)
{
    private const int ShortValue = 10;

    /// <summary>Missing fields that are named where there is no room for more.</summary>
    private const int MostMissing = 3;

    /// <summary>How much is said: everything; no example; short values; tags alone; candidates by their ids; no rules but that there are several, and not all that is missing; not even that.</summary>
    private enum Brevity
    {
        Full,
        NoExample,
        ShortValues,
        Tags,
        Ids,
        Least,
        Bare,
    }

    /// <param name="reply">What to say.</param>
    /// <param name="context">Person and moment.</param>
    /// <param name="fits">True when a text is not too long for the channel.</param>
    public string Write(LineReply reply, DialogContext context, Func<string, bool> fits)
    {
        var text = "";
        foreach (var brevity in Enum.GetValues<Brevity>())
        {
            text = string.Join('\n', Lines(reply, context, brevity).Where(line => line.Length > 0));
            if (fits(text))
            {
                return text;
            }
        }

        return text;
    }

    private IEnumerable<string> Lines(LineReply reply, DialogContext context, Brevity brevity)
    {
        var shown = new ShownValue(library, context, reply.Form);
        string Say(string key, params (string Name, string Value)[] values) => library.Texts.Say(
            $"oneline.{key}", context.Tongue, name => values.FirstOrDefault(value => value.Name == name).Value, context.Channel.Segments);
        string Listed(string key, IEnumerable<string> parts) => string.Join(Say("between"), parts) is { Length: > 0 } list ? Say(key, ("list", list)) : "";

        yield return Say(Opening(reply.Code), ("case", Bidi.Ltr(reply.Case ?? "")));
        yield return Listed("changed", reply.Changes.Select(change => Change(change, shown, reply, Say)));
        var saved = reply.Reading?.Fields.Where(field => field.IsSaved && reply.Changes.All(change => change.Field != field.Field)) ?? [];
        yield return Listed("saved_fields", saved.Select(field => Saved(field, shown, reply, brevity)).Concat(reply.Reading?.Comment is null ? [] : ["@"]));
        yield return Listed("mended", reply.Reading?.Fields.Where(field => field.Mended is not null).Select(field => Say("mended_field", ("field", shown.Tag(field.Field)), ("from", ShownValue.Quoted(field.Mended!)), ("to", shown.Of(field.Field, field.Answer!, reply.Slots)))) ?? []);
        foreach (var wrong in reply.Reading?.Wrong ?? [])
        {
            yield return Wrong(wrong, shown, Say, brevity);
        }

        yield return Listed("not_understood", reply.Reading?.Unknown.Select(words => ShownValue.Quoted(words)) ?? []);
        yield return Listed("high", reply.Reading?.Fields.Where(field => field.IsHigh).Select(field => $"{shown.Tag(field.Field)} {shown.Of(field.Field, field.Answer!, reply.Slots)}") ?? []);
        var missing = reply.Missing.Except(reply.Reading?.Wrong.Select(wrong => wrong.Field) ?? []).Select(shown.Tag).ToList();
        yield return Listed("missing", brevity >= Brevity.Least && reply.WithHelp ? [] : brevity >= Brevity.Least && missing.Count > MostMissing ? missing.Take(MostMissing).Append("..") : missing);
        yield return Listed("likely", brevity >= Brevity.Tags ? [] : reply.Likely.Take(brevity >= Brevity.ShortValues ? 1 : 2).Select(choice => $"{Bidi.Ltr(choice.Id)} {choice.Label}"));
        yield return reply.IsUrgent ? Say("danger") : "";
        yield return reply.WithHelp ? Say("help", ("word", shown.FormWord), ("example", OneLineExample.Of(library, reply.Form, context))) : "";
        yield return brevity == Brevity.Full && !reply.WithHelp ? HowToMend(reply, shown, Say) : "";
        yield return reply.Waiting is { } waiting && brevity < Brevity.Bare ? Say("waits", ("line", $"{new ShownValue(library, context, waiting.Form).FormWord} {Bidi.Ltr(waiting.Case)}")) : "";
        yield return reply.LetGo is { } gone ? Say("let_go", ("case", Bidi.Ltr(gone))) : "";
        yield return reply.InQuestion ? Say("in_question") : "";
        yield return $"(R{(int)reply.Code})";
    }

    internal static string Opening(ReplyCode code) => code switch
    {
        ReplyCode.Saved or ReplyCode.SavedInPart => "saved",
        ReplyCode.Known => "known",
        ReplyCode.Corrected => "corrected",
        ReplyCode.Added => "added",
        ReplyCode.Unchanged => "unchanged",
        ReplyCode.NotEnough => "not_enough",
        ReplyCode.UnknownCase => "unknown_case",
        ReplyCode.NoWord => "no_word",
        _ => "nothing_read",
    };

    private static string Saved(LineField field, ShownValue shown, LineReply reply, Brevity brevity) => brevity >= Brevity.Tags
        ? shown.Tag(field.Field)
        : $"{shown.Tag(field.Field)} {shown.Of(field.Field, field.Answer!, reply.Slots, brevity >= Brevity.ShortValues ? ShortValue : 24)}".TrimEnd();

    private static string Change(LineChange change, ShownValue shown, LineReply reply, Func<string, (string, string)[], string> say)
    {
        var (before, after) = (shown.Of(change.Field, change.Old, reply.Slots), shown.Of(change.Field, change.New, reply.Slots));
        return after.Length == 0 ? shown.Tag(change.Field) : say("change", [("field", shown.Tag(change.Field)), ("old", before), ("new", after)]);
    }

    private static string Wrong(LineField wrong, ShownValue shown, Func<string, (string, string)[], string> say, Brevity brevity)
    {
        var ids = brevity >= Brevity.Ids ? wrong.Wrong!.Values.FirstOrDefault(value => value.Name == LineRule.Ids).Value : null;
        var values = wrong.Wrong!.Values.Select(value => (value.Name, value.Name switch
        {
            "likely" => Bidi.Isolate(ids ?? value.Value),
            "first" => shown.Tag(wrong.Field, value.Value),
            _ => value.Value,
        })).ToArray();

        // Where there is no room for the names that it could be, that there are several is still said: the value alone looks right.
        var several = brevity == Brevity.Least && wrong.Wrong.Key == "likely";
        return say(
            brevity >= Brevity.Least && !several ? "wrong_value" : "wrong",
            [
                ("field", shown.Tag(wrong.Field)),
                ("value", wrong.Field.Sealed ? "" : ShownValue.Quoted(wrong.Raw, brevity >= Brevity.Least ? 8 : 16)),
                ("rule", several ? say("rule_several", []) : say($"rule_{wrong.Wrong.Key}", values)),
            ]);
    }

    private static string HowToMend(LineReply reply, ShownValue shown, Func<string, (string, string)[], string> say)
    {
        var field = reply.Reading?.Wrong.FirstOrDefault()?.Field ?? reply.Missing.FirstOrDefault();
        var subject = string.Join(' ', new[] { shown.FormWord, reply.Case is null || reply.Code == ReplyCode.NotEnough ? null : Bidi.Ltr(reply.Case), field is null ? null : shown.Tag(field) }.OfType<string>());
        return field is null || reply.Code == ReplyCode.UnknownCase ? "" : say("mend", [("line", subject)]);
    }
}
