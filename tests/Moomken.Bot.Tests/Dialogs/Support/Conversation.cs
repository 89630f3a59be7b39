using System.Collections.Immutable;
using System.Text.Json;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Xunit;

namespace Moomken.Bot.Tests.Dialogs.Support;

/// <summary>
/// A person and the engine, with the actions answered by the test. The session is written to JSON and read back between
/// every two turns, as it is in the store.
/// </summary>
public sealed class Conversation(DialogLibrary library, ChannelProfile? channel = null, Tongue tongue = Tongue.Arabic)
{
    private const int ActionsPerInput = 30;
    private readonly DialogEngine engine = new(library);

    public DialogSession Session { get; set; } = DialogSession.Empty;

    public Tongue Tongue { get; set; } = tongue;

    public DateTimeOffset Now { get; set; } = new(2026, 8, 15, 9, 0, 0, TimeSpan.FromHours(2));

    public Dictionary<string, string> Facts { get; } = new() { ["keep_months"] = "12", ["duty_line"] = "" };

    /// <summary>Outcomes that an action is to return instead of its first.</summary>
    public Dictionary<string, string> Outcomes { get; } = [];

    /// <summary>Everything said in the last exchange, in order.</summary>
    public List<string> Said { get; } = [];

    public List<string> Actions { get; } = [];

    public List<Step> Steps { get; } = [];

    public List<EndedDialog> Ended { get; } = [];

    public DialogTurn Turn { get; private set; } = new() { Session = DialogSession.Empty };

    public Prompt Prompt => Turn.Prompt ?? throw new InvalidOperationException($"Nothing is asked. Said: {string.Join(" / ", Said)}");

    public string? State => Session.Top is { } top ? $"{top.Dialog}/{top.State}" : null;

    public ImmutableSortedDictionary<string, Answer> Slots => Session.Top!.Slots;

    public DialogContext Context => new()
    {
        Tongue = Tongue,
        Channel = channel ?? ChannelProfile.Telegram,
        Now = Now,
        Facts = Facts.ToImmutableDictionary(),
    };

    /// <summary>One message after another.</summary>
    public Conversation Write(params string[] texts)
    {
        foreach (var text in texts)
        {
            Take(new DialogInput.Text(text));
        }

        return this;
    }

    /// <summary>Presses buttons of the open question.</summary>
    public Conversation Press(params string[] choices)
    {
        foreach (var choice in choices)
        {
            Take(new DialogInput.Press(Session.Sprint, choice));
        }

        return this;
    }

    public Conversation Photo(string id = "e1", string? caption = null) =>
        Take(new DialogInput.Media([new MediaItem(id, "photo")], caption));

    public Conversation Open(string dialog, params (string Slot, string Value)[] slots) =>
        Take(new DialogInput.Open(dialog, slots.ToImmutableDictionary(slot => slot.Slot, slot => new Answer(slot.Value))));

    public Conversation Timer(string name) => Take(new DialogInput.Timer(name, Session.Sprint));

    public Conversation After(TimeSpan silence)
    {
        Now += silence;
        return this;
    }

    public Conversation Take(DialogInput input)
    {
        Said.Clear();
        Actions.Clear();
        Steps.Clear();
        Ended.Clear();
        Step(input);
        for (var count = 0; Turn.Action is { } action; count++)
        {
            Assert.True(count < ActionsPerInput, $"The actions of {State} never end.");
            Actions.Add(action);
            Step(Run(action));
        }

        return this;
    }

    private DialogInput.Outcome Run(string action)
    {
        if (action == "set_language" && Slots.TryGetValue("language", out var language))
        {
            Tongue = language.Value == "english" ? Tongue.English : Tongue.Arabic;
        }

        var signature = library.Functions.Actions[action];

        // An action never goes back to what stood open where nothing did.
        var usual = signature.Outcomes.First(outcome => outcome is not ("beneath" or "answer") || Session.Frames.Count > 1);
        var outcome = Outcomes.GetValueOrDefault(action, usual);
        var written = signature.Slots.Where(slot => outcome != "none" && (slot != "code" || !Slots.ContainsKey("code")));
        return new DialogInput.Outcome(
            outcome,
            written.ToImmutableDictionary(slot => slot, slot => new Answer($"7K2M-{slot}")));
    }

    private void Step(DialogInput input)
    {
        Turn = engine.Step(Session, input, Context);
        Session = Stored(Turn.Session);
        Said.AddRange(Turn.Said);
        Steps.AddRange(Turn.Steps);
        Ended.AddRange(Turn.Ended);
    }

    private static DialogSession Stored(DialogSession session)
    {
        var json = JsonSerializer.Serialize(session, DialogJson.Default.DialogSession);
        var read = JsonSerializer.Deserialize(json, DialogJson.Default.DialogSession)!;
        Assert.Equal(json, JsonSerializer.Serialize(read, DialogJson.Default.DialogSession));
        return read;
    }
}
