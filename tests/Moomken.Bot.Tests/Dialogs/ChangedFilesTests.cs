using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.Dialogs;

/// <summary>Sessions that were begun with other files than those of today.</summary>
public class ChangedFilesTests
{
    private static readonly (string, string, string) NextVersion = ("dialogs/incident.yaml", "version: 1", "version: 2");

    private static Conversation BegunBefore(DialogLibrary today, params string[] presses)
    {
        var before = new Conversation(Shipped.Library).Open("incident").Press(presses);
        return new Conversation(today) { Session = before.Session };
    }

    [Fact]
    public void A_renamed_state_is_found_and_the_question_asked_anew()
    {
        var (today, faults) = Changed.Read(
            NextVersion,
            ("dialogs/incident.yaml", "  safe:\n", "  secure:\n"),
            ("dialogs/incident.yaml", "none: safe", "none: secure"),
            ("dialogs/incident.yaml", "taken: safe", "taken: secure"),
            ("dialogs/incident.yaml", "migrate:\n", "migrate:\n  from: { 1: { safe: secure } }\n"));
        Assert.Empty(faults);

        var talk = BegunBefore(today).Write("1");

        Assert.Equal("incident/secure", talk.State);
        Assert.Equal(["تغيّرت الأسئلة منذ رسالتكم الأخيرة. ما كتبتموه محفوظ."], talk.Said);
    }

    [Fact]
    public void A_renamed_slot_keeps_its_answer()
    {
        var (today, faults) = Changed.Read(
            NextVersion,
            ("dialogs/incident.yaml", "    save: safety\n", "    save: secure\n"),
            ("dialogs/incident.yaml", "migrate:\n", "migrate:\n  from: { 1: { slots.safety: slots.secure } }\n"));
        Assert.Empty(faults);

        var talk = BegunBefore(today, "safe").Write("لا أعرف").Write("عنف");

        Assert.Equal("safe", talk.Slots["secure"].Value);
        Assert.False(talk.Slots.ContainsKey("safety"));
    }

    [Fact]
    public void A_state_that_is_gone_leads_to_the_first_open_question_with_the_answers_kept()
    {
        var (today, _) = Changed.Read(NextVersion, ("content/forms/incident.yaml", "  place:\n", "  where:\n"));

        var talk = BegunBefore(today, "safe", "VIO", "VIO-2").Write("1");

        Assert.Equal("incident/report.where", talk.State);
        Assert.Equal("VIO-2", talk.Slots["subtype"].Value);
    }

    [Fact]
    public void A_file_that_comes_meanwhile_is_not_lost()
    {
        var (today, _) = Changed.Read(NextVersion, ("content/forms/incident.yaml", "  place:\n", "  where:\n"));

        var talk = BegunBefore(today, "safe", "VIO", "VIO-2").Photo("e4");

        Assert.Equal(["photo:e4"], talk.Slots["details"].Items);
    }

    [Fact]
    public void A_button_of_the_older_version_is_stale()
    {
        var (today, _) = Changed.Read(NextVersion);
        var talk = BegunBefore(today, "safe");

        talk.Press("VIO");

        Assert.Equal("incident/report.category", talk.State);
        Assert.False(talk.Slots.ContainsKey("category"));
    }

    [Fact]
    public void A_dialog_that_is_gone_leaves_the_person_at_the_menu()
    {
        var talk = new Conversation(Shipped.Library)
        {
            Session = new DialogSession { Frames = [new DialogFrame { Dialog = "lottery", Version = 3, State = "x" }], Sprint = 40 },
        };

        talk.Write("رقم حظي؟");

        Assert.Equal("menu/held", talk.State);
        Assert.NotEmpty(talk.Said);
        Assert.True(talk.Session.Sprint > 40);
    }

    [Fact]
    public void A_loop_in_a_file_ends_at_the_menu()
    {
        var (library, _) = Changed.Read(("dialogs/status.yaml", "    say: status.unknown\n    next: again", "    say: status.unknown\n    next: unknown"));
        var talk = new Conversation(library);
        talk.Outcomes["find_reports"] = "unknown";

        talk.Write("حالة");

        Assert.Equal("menu/main", talk.State);
        Assert.Equal("حدث خطأ من جهتنا. ما كتبتموه محفوظ.", talk.Said[^1]);
    }

    [Fact]
    public void A_menu_that_loops_leaves_the_person_with_words_at_least()
    {
        var (library, faults) = Changed.Read(("dialogs/menu.yaml", "start: held\n", "start: spin\n"), ("dialogs/menu.yaml", "states:\n", "states:\n  spin: { end: x, then: menu }\n"));
        Assert.Contains(faults, fault => fault.Message.Contains("menu/spin → menu/spin", StringComparison.Ordinal));

        var talk = new Conversation(library).Write("سلام");

        Assert.Equal("حدث خطأ من جهتنا. ما كتبتموه محفوظ.", talk.Said[^1]);
    }

    [Fact]
    public void An_outcome_that_no_route_names_leads_to_the_menu_and_keeps_the_answers()
    {
        var talk = new Conversation(Shipped.Library);
        talk.Outcomes["open_request"] = "exploded";

        talk.Open("human").Write("أحتاج إلى مساعدة في المركز");

        Assert.Equal("menu/main", talk.State);
        Assert.Contains(talk.Session.Frames, frame => frame.Dialog == "human" && frame.Slots.ContainsKey("words"));
    }
}
