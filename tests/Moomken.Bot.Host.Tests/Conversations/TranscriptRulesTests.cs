using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Transcripts;
using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>What must hold in every conversation that is written down, whatever it is about.</summary>
public sealed class TranscriptRulesTests
{
    private const int MostSegments = 3;
    private const int MostQuestions = 7;

    /// <summary>Texts that show a person's own words or must say many things once: paid for with more segments.</summary>
    private static readonly string[] MayBeLonger = ["مراجعة البلاغ", "Your report:", "هل توافقون", "Do you agree", "وصلنا منكم", "We received:"];

    /// <summary>The second and third answer that we did not understand bring an example and a person to talk to: worth one segment more.</summary>
    private static readonly string[] RungsOfHelp = ["مثال:", "Example:", "طلب مشرف", "Ask for a person"];

    [Fact]
    public void Every_text_message_is_short()
    {
        var longest = Transcripts("sms")
            .SelectMany(file => file.Transcript.Steps.SelectMany(step => step.Bot).Select(text => (file.File, Text: text)))
            .Where(shown => !MayBeLonger.Any(part => shown.Text.Contains(part, StringComparison.Ordinal)))
            .Select(shown => (shown.File, shown.Text, SmsSegments.Count(shown.Text).Segments))
            .Where(shown => shown.Segments > (RungsOfHelp.Any(part => shown.Text.Contains(part, StringComparison.Ordinal)) ? MostSegments + 1 : MostSegments))
            .OrderByDescending(shown => shown.Segments)
            .Take(5)
            .ToList();

        Assert.True(longest.Count == 0, string.Join("\n\n", longest.Select(shown => $"{shown.File}: {shown.Segments} segments\n{shown.Text}")));
    }

    [Theory]
    [InlineData("sms")]
    [InlineData("whatsapp")]
    [InlineData("telegram")]
    public void An_act_is_answered_by_one_message(string channel)
    {
        var several = Transcripts(channel)
            .SelectMany(file => file.Transcript.Steps.Select(step => (file.File, step.Me, step.Bot.Length)))
            .Where(step => !step.Me.StartsWith(":wait", StringComparison.Ordinal) && step.Length > 1)
            .Select(step => $"{step.File}: {step.Me}");

        Assert.Empty(several);
    }

    [Fact]
    public void A_report_by_buttons_asks_at_most_seven_questions()
    {
        var reports = TranscriptFiles.Names.Where(name => name.Contains("/incident-by-buttons.", StringComparison.Ordinal)).Select(TranscriptFiles.Read).ToList();

        Assert.Equal(6, reports.Count);
        Assert.All(reports, report =>
        {
            // The first step chooses "report" in the menu; every later one answers a question, the last one the review.
            Assert.InRange(report.Steps.Length - 1, 2, MostQuestions);
            Assert.Matches("[0-9A-Z]{4}-[0-9A-Z]{4}", report.Steps[^1].Bot.Single());
        });
    }

    [Fact]
    public void Every_conversation_is_written_in_both_languages()
    {
        var arabicOnly = new[] { "duty-rounds", "duty-restart", "duty-coordinator-writes", "blocked-and-back" };
        var names = TranscriptFiles.Names.ToHashSet();

        var missing = names
            .Where(name => name.Contains(".ar.", StringComparison.Ordinal) && !arabicOnly.Any(only => name.Contains(only, StringComparison.Ordinal)))
            .Where(name => !names.Contains(name.Replace(".ar.", ".en.", StringComparison.Ordinal)))
            .ToList();
        Assert.Empty(missing);
    }

    [Fact]
    public void No_place_of_a_text_is_left_unfilled_and_no_line_is_blank_twice()
    {
        var broken = new[] { "telegram", "whatsapp", "sms" }.SelectMany(Messages)
            .Where(shown => shown.Text.Contains('{') || shown.Text.Contains("\n\n\n", StringComparison.Ordinal) || shown.Text.EndsWith('\n'))
            .Select(shown => $"{shown.File}: {shown.Text}");

        Assert.Empty(broken);
    }

    private static IEnumerable<(string File, string Text)> Messages(string channel) =>
        Transcripts(channel).SelectMany(file => file.Transcript.Steps.SelectMany(step => step.Bot.Concat(step.Others)).Select(text => (file.File, text)));

    private static IEnumerable<(string File, Transcript Transcript)> Transcripts(string channel) =>
        TranscriptFiles.Names.Where(name => name.EndsWith($".{channel}.yaml", StringComparison.Ordinal)).Select(name => (name, TranscriptFiles.Read(name)));
}
