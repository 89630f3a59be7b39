using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>
/// The printed guide to one form: its words, tags, values and codes, and what replies mean. Made from the form and the same texts
/// as the replies, so that it cannot teach what is not understood. One page of HTML without scripts or foreign files.
/// </summary>
public sealed class FieldGuide(DialogLibrary library, FormDefinition form, DialogContext context)
{
    private const string Style =
        "body{font:11pt/1.5 sans-serif;margin:1.5cm;color:#000}h1{font-size:18pt;margin:0 0 .3cm}h2{font-size:13pt;margin:.5cm 0 .2cm}table{border-collapse:collapse;width:100%}"
        + "th,td{border:1px solid #888;padding:.1cm .2cm;text-align:start;vertical-align:top}code,bdi{font-family:inherit;font-weight:bold;white-space:nowrap}"
        + "ol,ul{columns:2;margin:0;padding-inline-start:1.2em}li{break-inside:avoid}[dir=rtl] ol{list-style:arabic-indic}@page{size:A4;margin:1cm}";

    private readonly ShownValue shown = new(library, context, form);

    public string Html()
    {
        var arabic = context.Tongue == Tongue.Arabic;
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"{context.Tongue.Code()}\" dir=\"{(arabic ? "rtl" : "ltr")}\">\n<head><meta charset=\"utf-8\"><title>{Text("title")}</title><style>{Style}</style></head>\n<body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Text("title")}</h1>\n<p>{Text("how", ("word", OtherWord()), ("code", form.Code))}</p>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p>{Text("example")}: <bdi>{Safe(OneLineExample.Of(library, form, context))}</bdi></p>\n");
        Fields(page);
        foreach (var field in form.Fields.Where(field => field.Type is FieldType.Choice or FieldType.Multi))
        {
            Codes(page, field);
        }

        Replies(page);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private void Fields(StringBuilder page)
    {
        page.Append(CultureInfo.InvariantCulture, $"<table>\n<tr><th>{Text("tag")}</th><th></th><th>{Text("value")}</th><th>{Text("example")}</th></tr>\n");
        foreach (var field in form.Fields)
        {
            var tags = string.Join(" / ", field.Words.Prepend(field.Tag).Select(tag => $"<code>{Safe(tag)}</code>"));
            var example = $"{shown.Tag(field)} {OneLineExample.Value(library, field, context)}";
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{tags}</td><td>{Safe(library.Texts.Say($"{form.Name}.{field.Id}.label", context.Tongue))}</td><td>{Rule(field)}</td><td><bdi>{Safe(example)}</bdi></td></tr>\n");
        }

        page.Append("</table>\n");
    }

    private string Rule(FormField field)
    {
        var count = Choices(field).Length;
        (string Key, int Least, int Most)? rule = field.Type switch
        {
            FieldType.Count or FieldType.Number => field.Max == int.MaxValue ? ("number_from", field.Min, 0) : ("number", field.Min, field.Max),
            FieldType.Code => field.Max == int.MaxValue ? ("code", 0, 0) : ("code_length", 0, field.Max),
            FieldType.YesNo => ("yes_no", 0, 0),
            FieldType.Choice when count > 0 => ("choice", 0, count),
            FieldType.Multi => ("multi", 0, count),
            FieldType.Time or FieldType.Date => ("time", 0, 0),
            FieldType.Place or FieldType.Station => ("place", 0, 0),
            _ => null,
        };
        return rule is { } known
            ? Safe(library.Texts.Say($"oneline.rule_{known.Key}", context.Tongue, name => (name == "least" ? known.Least : known.Most).ToString(CultureInfo.InvariantCulture)))
            : "";
    }

    /// <summary>Choices that hang on another answer are listed under each of its values.</summary>
    private void Codes(StringBuilder page, FormField field)
    {
        var above = form.Fields.FirstOrDefault(other => other.Resets.Contains(field.Id));
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Safe(shown.Tag(field))} ({Safe(field.Tag)})</h2>\n");
        if (above is null)
        {
            List(page, Choices(field));
            return;
        }

        foreach (var choice in Choices(above))
        {
            page.Append(CultureInfo.InvariantCulture, $"<p><bdi>{Safe(choice.Id)}</bdi> {Safe(choice.Label)}</p>\n");
            List(page, Choices(field, new Answer(choice.Id), above.Id));
        }
    }

    private static void List(StringBuilder page, ImmutableArray<Choice> choices)
    {
        page.Append("<ol>\n");
        foreach (var choice in choices)
        {
            page.Append(CultureInfo.InvariantCulture, $"<li><bdi>{Safe(choice.Id)}</bdi> {Safe(choice.Label)}</li>\n");
        }

        page.Append("</ol>\n");
    }

    private void Replies(StringBuilder page)
    {
        var line = $"{shown.FormWord} 7K2M-9QPX {shown.Tag(form.Fields[0])} {OneLineExample.Value(library, form.Fields[0], context)}";
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Text("replies")}</h2>\n<p>{Text("marks")}</p>\n<p>{Text("correct", ("line", line))}</p>\n<p>{Text("danger")}</p>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p>{Text("codes")}:</p>\n<ul>\n");
        foreach (var code in Enum.GetValues<ReplyCode>())
        {
            var meaning = library.Texts.Say($"oneline.{OneLineReplies.Opening(code)}", context.Tongue, name => name == "case" ? "7K2M-9QPX" : null);
            page.Append(CultureInfo.InvariantCulture, $"<li><bdi>R{(int)code}</bdi> {(code == ReplyCode.Help ? Text("help") : Safe(meaning))}{(code == ReplyCode.SavedInPart ? " ✗" : "")}</li>\n");
        }

        page.Append("</ul>\n");
    }

    private ImmutableArray<Choice> Choices(FormField field, Answer? above = null, string slot = "") => new LineChoices(library, context, form)
        .Of(field, above is null ? ImmutableDictionary<string, Answer>.Empty : ImmutableDictionary<string, Answer>.Empty.Add(slot, above));

    /// <summary>The form's own word; the code stands beside it.</summary>
    private string OtherWord() => shown.FormWord == form.Code ? form.Words.FirstOrDefault(word => word.All(char.IsAscii)) ?? form.Code : shown.FormWord;

    private string Text(string key, params (string Name, string Value)[] values) =>
        Safe(library.Texts.Say($"oneline.guide_{key}", context.Tongue, name => values.FirstOrDefault(value => value.Name == name).Value));

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
