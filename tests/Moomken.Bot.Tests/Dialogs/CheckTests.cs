using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Yaml;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.Dialogs;

/// <summary>One slip in one file, and the exact words that a person reads about it.</summary>
public class CheckTests
{
    [Theory]
    [MemberData(nameof(Slips))]
    public void A_slip_is_named_with_its_file_its_line_and_how_to_mend_it(string file, string from, string to, string faults)
    {
        var read = Changed.Sample((file, from, to));

        Assert.Equal(faults, string.Join("\n", read.Faults));
    }

    [Fact]
    public void A_sealed_field_is_not_shown_in_any_text()
    {
        var read = Changed.Sample(
            ("content/forms/incident.yaml", "    tag: P\n", "    tag: P\n    sealed: true\n"),
            ("content/texts/ar/incident.yaml", "incident.nothing: ", "incident.nothing: \"{place}\" #"),
            ("content/texts/en/incident.yaml", "incident.nothing: ", "incident.nothing: \"{place}\" #"));

        Assert.Equal(
            "content/forms/incident.yaml:25: 'place' is sealed, yet the text 'incident.nothing' shows it. Take {place} out of the text.",
            string.Join("\n", read.Faults));
    }

    [Fact]
    public void An_empty_file_and_texts_of_no_language_are_named()
    {
        var (_, faults) = DialogLibrary.Read(
            [.. RepositoryFiles.Dialogs, new SourceFile("dialogs/empty.yaml", "")],
            RepositoryFiles.Forms,
            [.. RepositoryFiles.Texts, new SourceFile("content/texts/fr/common.yaml", "common.menu: Menu")],
            StandInFunctions.Make());

        Assert.Equal(
            ["content/texts/fr/common.yaml: Texts lie in a folder named by their language, texts/ar or texts/en.", "dialogs/empty.yaml: The file is empty."],
            faults.Select(fault => fault.ToString()));
    }

    public static TheoryData<string, string, string, string> Slips => new()
    {
        {
            "dialogs/human.yaml",
            "start: about\n",
            "start: about\n\tbroken",
            "dialogs/human.yaml:6: This is not YAML: While scanning a plain scalar, found a tab character that violate indentation."
        },
        {
            "dialogs/human.yaml",
            "spec: 1",
            "spec: 2",
            "dialogs/human.yaml:2: 'spec' must be 1, the format that this program reads."
        },
        {
            "dialogs/human.yaml",
            "    accept: [text]",
            "    acept: [text]",
            "dialogs/human.yaml:12: 'acept' is not known here. Known here: accept, ask, choices, collect, disabled, max, next, pass, read, remind, review, save, skip_if, states, then, timeout."
        },
        {
            "dialogs/human.yaml",
            "expire: { idle: 30m }",
            "expire: { idle: 30 }",
            "dialogs/human.yaml:5: 'idle' must be a time such as 90s, 30m, 24h or 7d, not '30'."
        },
        {
            "dialogs/human.yaml",
            "no_words]",
            "no]",
            "dialogs/human.yaml:9: The choice 'no' of 'about' has no label. Write 'human.about.no' in content/texts/ar and content/texts/en.\ndialogs/human.yaml:11: 'no' cannot be an id: YAML tools read it as true or false. Use a word such as agree or decline."
        },
        {
            "dialogs/human.yaml",
            "dialog: human",
            "dialog: status",
            "dialogs/everywhere.yaml:27: 'human': there is no dialog 'human'. Known: danger, incident, language, menu, privacy, status, welcome.\ndialogs/menu.yaml:37: 'to_human': there is no dialog 'human'. Known: danger, incident, language, menu, privacy, status, welcome.\ndialogs/status.yaml:1: The name 'status' is used by dialogs/human.yaml already; give this one another."
        },
        {
            "dialogs/human.yaml",
            "next: open\n",
            "next: opne\n",
            "dialogs/human.yaml:9: From 'about' no end can be reached. Give it a way on, or make it an end.\ndialogs/human.yaml:15: There is no state 'opne' to go to. States: about, cancelled, open, opened.\ndialogs/human.yaml:16: Nothing leads to 'open'. Go to it from another state, or take it out.\ndialogs/human.yaml:19: Nothing leads to 'opened'. Go to it from another state, or take it out."
        },
        {
            "dialogs/incident.yaml",
            "form: incident",
            "form: incidents",
            "dialogs/incident.yaml:1: There is no state 'report' to go to. States: cancelled, duplicate, expired, in_danger, keep_unfinished, kept_unfinished, nothing, safe, sent, submit.\ndialogs/incident.yaml:13: From 'safe' no end can be reached. Give it a way on, or make it an end.\ndialogs/incident.yaml:19: There is no state 'report' to go to. States: cancelled, duplicate, expired, in_danger, keep_unfinished, kept_unfinished, nothing, safe, sent, submit.\ndialogs/incident.yaml:20: From 'in_danger' no end can be reached. Give it a way on, or make it an end.\ndialogs/incident.yaml:22: There is no state 'report' to go to. States: cancelled, duplicate, expired, in_danger, keep_unfinished, kept_unfinished, nothing, safe, sent, submit.\ndialogs/incident.yaml:23: There is no form 'incidents' in content/forms. Known: incident.\ndialogs/incident.yaml:33: Nothing leads to 'submit'. Go to it from another state, or take it out.\ndialogs/incident.yaml:39: Nothing leads to 'sent'. Go to it from another state, or take it out.\ndialogs/incident.yaml:40: Nothing leads to 'duplicate'. Go to it from another state, or take it out.\ndialogs/incident.yaml:41: From 'nothing' no end can be reached. Give it a way on, or make it an end.\ndialogs/incident.yaml:41: Nothing leads to 'nothing'. Go to it from another state, or take it out.\ndialogs/incident.yaml:43: There is no state 'report' to go to. States: cancelled, duplicate, expired, in_danger, keep_unfinished, kept_unfinished, nothing, safe, sent, submit."
        },
        {
            "dialogs/privacy.yaml",
            "  closed: {",
            "  old:\n    say: privacy.closed\n    next: closed\n  closed: {",
            "dialogs/privacy.yaml:23: Nothing leads to 'old'. Go to it from another state, or take it out."
        },
        {
            "dialogs/human.yaml",
            "next: { opened: opened }",
            "next: { opened: open }",
            "dialogs/human.yaml:9: From 'about' no end can be reached. Give it a way on, or make it an end.\ndialogs/human.yaml:16: From 'open' no end can be reached. Give it a way on, or make it an end.\ndialogs/human.yaml:16: These states go round without a question: human/open → human/open. Put an ask between them.\ndialogs/human.yaml:19: Nothing leads to 'opened'. Go to it from another state, or take it out."
        },
        {
            "dialogs/danger.yaml",
            "  passed:\n    say: danger.passed\n    next: wait",
            "  passed:\n    say: danger.passed\n    next: passed",
            "dialogs/danger.yaml:26: From 'pass_on' no end can be reached. Give it a way on, or make it an end.\ndialogs/danger.yaml:29: From 'passed' no end can be reached. Give it a way on, or make it an end.\ndialogs/danger.yaml:29: These states go round without a question: danger/passed → danger/passed. Put an ask between them."
        },
        {
            "dialogs/privacy.yaml",
            "next: { delete: sure, close: closed }",
            "next: { delete: sure, clse: closed }",
            "dialogs/privacy.yaml:11: 'about': the choice 'close' leads nowhere. Add it to 'next', or a last route without 'is'.\ndialogs/privacy.yaml:14: 'about' has no choice 'clse'. It has: delete, close."
        },
        {
            "dialogs/privacy.yaml",
            "next: { delete: sure, close: closed }",
            "next:\n      - { is: [delete], goto: sure, when: nothing_held }\n      - { is: [close], goto: closed }",
            "dialogs/privacy.yaml:15: 'about': every way on for 'delete' has a 'when'. Add a last route without one."
        },
        {
            "dialogs/human.yaml",
            "    next: open\n",
            "    next:\n      - { goto: open, when: nothing_held }\n",
            "dialogs/human.yaml:16: 'about': every way on for 'no_words' has a 'when'. Add a last route without one.\ndialogs/human.yaml:16: 'about': every way on has a 'when'. Add a last route without one."
        },
        {
            "dialogs/menu.yaml",
            "      - { goto: held }\n",
            "",
            "dialogs/menu.yaml:20: 'main' takes answers that no route names. Add a last route without 'is'."
        },
        {
            "dialogs/human.yaml",
            "do: open_request",
            "do: open_reqest",
            "content/texts/ar/human.yaml:6: 'human.opened' shows {request_code}, which nothing can fill there. Known: arguments, duty_line, held, keep_months, language_chosen, role, station, station_label, words.\ncontent/texts/en/human.yaml:6: 'human.opened' shows {request_code}, which nothing can fill there. Known: arguments, duty_line, held, keep_months, language_chosen, role, station, station_label, words.\ndialogs/human.yaml:16: 'open': there is no action 'open_reqest'. Known: add_to_report, delete_my_data, find_reports, keep_agreement, list_reports, note_safe, open_request, pass_on_danger, raise_danger, set_language, submit_incident, submit_unfinished."
        },
        {
            "dialogs/menu.yaml",
            "skip_if: nothing_held",
            "skip_if: nothing_hold",
            "dialogs/menu.yaml:12: 'held': there is no guard 'nothing_hold'. Known: language_chosen, no_category, nothing_held."
        },
        {
            "dialogs/status.yaml",
            "from: own_reports",
            "from: own_report",
            "dialogs/status.yaml:21: 'which': there is no source of choices 'own_report'. Known: incident_categories, incident_subtypes, own_reports, place_choices, send_choices."
        },
        {
            "dialogs/status.yaml",
            "read: case_code",
            "read: case_cod",
            "dialogs/status.yaml:21: 'which': there is no resolver 'case_cod'. Known: case_code, code, danger_words, incident_words, menu_words, multi, number, place, time."
        },
        {
            "dialogs/incident.yaml",
            "call: danger",
            "call: dangr",
            "dialogs/incident.yaml:20: 'in_danger': there is no dialog 'dangr'. Known: danger, human, incident, language, menu, privacy, status, welcome."
        },
        {
            "dialogs/human.yaml",
            "disabled: [human]",
            "disabled: [humans]",
            "dialogs/human.yaml:9: 'about': there is no interrupt 'humans'. Known: back, cancel, danger, help, human, language, menu, more."
        },
        {
            "dialogs/menu.yaml",
            "to_report_held: { end: chosen, then: incident, pass: [held] }",
            "to_report_held: { end: chosen, then: incidents, pass: [hold] }",
            "dialogs/menu.yaml:35: 'to_report_held': there is no dialog 'incidents'. Known: danger, human, incident, language, menu, privacy, status, welcome.\ndialogs/menu.yaml:35: 'to_report_held': there is no slot 'hold'. Known: arguments, held."
        },
        {
            "dialogs/everywhere.yaml",
            "call: human",
            "call: humans",
            "dialogs/everywhere.yaml:27: 'human': there is no dialog 'humans'. Known: danger, human, incident, language, menu, privacy, status, welcome."
        },
        {
            "dialogs/human.yaml",
            "accept: [text]",
            "accept: [texts]",
            "dialogs/human.yaml:9: 'about': there is no kind of answer 'texts'. Known: contact, location, media, text."
        },
        {
            "dialogs/status.yaml",
            "next: { added: added, empty: closed }",
            "next: { added: added }",
            "dialogs/status.yaml:42: 'keep': the outcome 'empty' leads nowhere. Add it to 'next', or a last route without 'is'."
        },
        {
            "dialogs/language.yaml",
            "next: { done: changed }",
            "next: { done: changed, failed: changed }",
            "dialogs/language.yaml:16: 'keep' has no outcome 'failed'. It has: done."
        },
        {
            "dialogs/status.yaml",
            "say: status.none }",
            "say: status.none, then: status }",
            "dialogs/status.yaml:11: These states go round without a question: status/find → status/none → status/find. Put an ask between them.\ndialogs/status.yaml:18: These states go round without a question: status/again → status/none → status/find → status/unknown → status/again. Put an ask between them."
        },
        {
            "dialogs/status.yaml",
            "    save: addition\n",
            "",
            "dialogs/status.yaml:35: 'addition' collects, so it needs 'save' (where to) and 'accept' (what)."
        },
        {
            "dialogs/human.yaml",
            "    choices: [no_words]\n    accept: [text]\n",
            "",
            "content/texts/ar/human.yaml:3: Nothing uses 'human.about.no_words'. Take it out, or mend its name.\ncontent/texts/ar/human.yaml:4: Nothing uses 'human.about.no_words.words'. Take it out, or mend its name.\ncontent/texts/en/human.yaml:3: Nothing uses 'human.about.no_words'. Take it out, or mend its name.\ncontent/texts/en/human.yaml:4: Nothing uses 'human.about.no_words.words'. Take it out, or mend its name.\ndialogs/human.yaml:9: 'about' can be answered by nothing. Give it 'choices' or 'accept'."
        },
        {
            "dialogs/danger.yaml",
            "    read: danger_words\n",
            "",
            "dialogs/danger.yaml:14: 'wait' accepts a location, so it needs 'read': the resolver that finds the place."
        },
        {
            "dialogs/menu.yaml",
            "to_report_held: { end: chosen, then: incident, pass: [held] }",
            "to_report_held: { end: chosen, say: menu.held, pass: [held] }",
            "dialogs/menu.yaml:35: 'to_report_held' passes slots, so it needs 'then': the dialog that gets them."
        },
        {
            "dialogs/menu.yaml",
            "choices: [report, status, human, language, privacy]",
            "choices: [report, status, human, language, privacy, skip]",
            "dialogs/menu.yaml:20: The menu has 6 choices; at most 5 are read. Put the rest into a dialog of their own."
        },
        {
            "content/forms/incident.yaml",
            "tag: S",
            "tag: C",
            "content/forms/incident.yaml:18: The tag 'C' is used by category and subtype; give each field its own. Tags are compared after folding."
        },
        {
            "content/forms/incident.yaml",
            "resets: [subtype]",
            "resets: [subtypes]",
            "content/forms/incident.yaml:11: 'category' resets 'subtypes', which is no other field of this form. Fields: category, subtype, place, when, details."
        },
        {
            "content/forms/incident.yaml",
            "    choices: { from: incident_subtypes }\n",
            "",
            "content/forms/incident.yaml:18: 'subtype' is a choice, so it needs 'choices'."
        },
        {
            "content/forms/incident.yaml",
            "type: story",
            "type: stroy",
            "content/forms/incident.yaml:37: 'stroy' is no type of field. Known: choice, multi, yes_no, count, number, code, text, time, date, place, station, location, story."
        },
        {
            "content/forms/incident.yaml",
            "type: place\n    choices: { from: place_choices }",
            "type: multi",
            "content/forms/incident.yaml:24: 'place' is a choice, so it needs 'choices'."
        },
        {
            "content/forms/incident.yaml",
            "    type: story\n",
            "    type: story\n    min: 5000\n",
            "content/forms/incident.yaml:35: 'details': 'min' 5000 is above 'max' 4000."
        },
        {
            "content/forms/incident.yaml",
            "{ after: 30m, say: incident.still_there }",
            "{ after: 24h, say: incident.still_there }",
            "content/forms/incident.yaml:11: 'report.category': the reminders must come one after another, the earliest first.\ncontent/forms/incident.yaml:18: 'report.subtype': the reminders must come one after another, the earliest first.\ncontent/forms/incident.yaml:25: 'report.place': the reminders must come one after another, the earliest first.\ncontent/forms/incident.yaml:30: 'report.when': the reminders must come one after another, the earliest first.\ncontent/forms/incident.yaml:35: 'report.details': the reminders must come one after another, the earliest first."
        },
        {
            "dialogs/incident.yaml",
            "    save: safety\n",
            "    save: safety\n    timeout: { after: 20m, goto: in_danger }\n",
            "dialogs/incident.yaml:13: 'safe': the timeout comes before the last reminder. Make it later."
        },
        {
            "dialogs/danger.yaml",
            "expire: { idle: 3d,",
            "expire: { idle: 10m,",
            "dialogs/danger.yaml:14: 'wait': the dialog expires after 10 min, before this state's last reminder or timeout. Make the expiry later."
        },
        {
            "dialogs/incident.yaml",
            "    save: safety\n",
            "    save: safety\n    timeout: { after: 2h }\n",
            "dialogs/incident.yaml:13: 'safe': a timeout needs both 'after' and 'goto'."
        },
        {
            "dialogs/incident.yaml",
            "migrate:\n",
            "migrate:\n  from: { 1: { report.where: report.plce, slots.plce: slots.place } }\n",
            "dialogs/incident.yaml:1: 'migrate' from version 1 leads 'report.where' to 'report.plce', which does not exist.\ndialogs/incident.yaml:1: 'migrate' has a map from version 1, but the file is version 1. Raise 'version'."
        },
        {
            "dialogs/human.yaml",
            "choices: [no_words]",
            "choices: [no_words, later]",
            "dialogs/human.yaml:9: The choice 'later' of 'about' has no label. Write 'human.about.later' in content/texts/ar and content/texts/en."
        },
        {
            "content/texts/en/human.yaml",
            "human.about.no_words: No details",
            "human.about.no_words: I would rather not say in writing",
            "content/texts/en/human.yaml:3: The label 'human.about.no_words' has 33 characters; at most 24 fit on a phone."
        },
        {
            "content/texts/en/human.yaml",
            "human.about: What should",
            "human.abut: What should",
            "content/texts/ar/human.yaml:2: 'human.about' is written in ar and missing in en.\ncontent/texts/en/human.yaml:2: 'human.abut' is written in en and missing in ar.\ncontent/texts/en/human.yaml:2: Nothing uses 'human.abut'. Take it out, or mend its name."
        },
        {
            "content/texts/ar/human.yaml",
            "human.about: بماذا يساعدكم المشرف؟ يكفي سطر واحد.\n",
            "",
            "content/texts/en/human.yaml:2: 'human.about' is written in en and missing in ar."
        },
        {
            "content/texts/en/human.yaml",
            "human.about: What should the coordinator help with? One line is enough.",
            "human.about: \"\"",
            "content/texts/en/human.yaml:2: 'human.about' is empty."
        },
        {
            "dialogs/danger.yaml",
            "say: danger.still_there",
            "say: danger.stil_there",
            "content/texts/ar/danger.yaml:16: Nothing uses 'danger.still_there'. Take it out, or mend its name.\ncontent/texts/en/danger.yaml:16: Nothing uses 'danger.still_there'. Take it out, or mend its name.\ndialogs/danger.yaml:14: 'wait' says 'danger.stil_there', which is not written. Write it in content/texts/ar and content/texts/en."
        },
        {
            "content/texts/en/common.yaml",
            "common.stale:",
            "common.stael:",
            "content/texts/ar/common.yaml:32: 'common.stale' is written in ar and missing in en.\ncontent/texts/en/common.yaml:32: 'common.stael' is written in en and missing in ar.\ncontent/texts/en/common.yaml:32: Nothing uses 'common.stael'. Take it out, or mend its name."
        },
        {
            "content/texts/en/human.yaml",
            "Code {request_code}",
            "Code {code}",
            "content/texts/en/human.yaml:6: 'human.opened' shows {code} in en but {request_code} in ar.\ncontent/texts/en/human.yaml:6: 'human.opened' shows {code}, which nothing can fill there. Known: arguments, duty_line, held, keep_months, language_chosen, request_code, role, station, station_label, words."
        },
        {
            "content/texts/ar/danger.yaml",
            "danger.still_there: هل أنتم بخير؟",
            "danger.still_there: ماذا؟\ndanger.still_there: هل أنتم بخير؟",
            "content/texts/ar/danger.yaml:17: This is not YAML: Duplicate key danger.still_there"
        },
        {
            "content/texts/ar/welcome.yaml",
            "هل توافقون؟\"",
            "هل توافقون على هذا كله، وعلى كل ما كُتب هنا من أوله إلى آخره؟\"",
            "content/texts/ar/welcome.yaml:22: 'welcome.agreement.sms' takes 4 SMS segments before its places are filled; at most 3. Write a shorter 'welcome.agreement.sms'."
        },
        {
            "dialogs/status.yaml",
            "words: [status,",
            "words: [status, المُساعدة,",
            "dialogs/status.yaml:7: 'المساعده' opens the dialog 'status', but it means 'help' of dialogs/everywhere.yaml already. Words are compared after folding; take one out."
        },
        {
            "content/texts/ar/privacy.yaml",
            "privacy.about.close.words: [اغلاق, سكر, لا, close, no]",
            "privacy.about.close.words: [إحذف, احذف بياناتي, مســح]",
            "dialogs/privacy.yaml:11: At 'about', 'مسح' means both 'delete' and 'close'. Words are compared after folding; take one out."
        },
        {
            "content/texts/ar/human.yaml",
            "human.about.no_words.words: [",
            "human.about.no_words.words: [القائمه, ",
            "dialogs/human.yaml:9: At 'about', 'القايمه' means the choice 'no_words', but everywhere else 'menu' of dialogs/everywhere.yaml. Give the choice another word."
        },
    };
}
