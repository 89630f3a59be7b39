using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>One turn while it is being worked out: the session as it changes, and what has been said so far.</summary>
internal sealed partial class TurnRun(DialogLibrary library, DialogContext context, DialogSession session)
{
    private readonly List<string> said = [];
    private readonly List<Step> steps = [];
    private readonly List<EndedDialog> ended = [];
    private ImmutableList<DialogFrame> frames = session.Frames;
    private long sprint = session.Sprint;
    private string? action;
    private bool stale;
    private bool brief;
    private bool ignored;

    private DialogFrame Top
    {
        get => frames[^1];
        set => frames = frames.SetItem(frames.Count - 1, value);
    }

    private CompiledDialog Dialog => library.Dialogs[Top.Dialog];

    private DialogNode Node => Dialog.Nodes[Top.State];

    /// <summary>True when a question stands open.</summary>
    private bool IsAsking => action is null && !frames.IsEmpty && Node.Kind == StateKind.Ask;

    public DialogTurn Take(DialogInput input)
    {
        var moved = Migrate();
        switch (input)
        {
            case DialogInput.Open open:
                OpenDialog(open.Dialog, open.Slots);
                break;
            case DialogInput.Outcome outcome:
                TakeOutcome(outcome);
                break;
            case DialogInput.Timer timer:
                TakeTimer(timer);
                break;
            case DialogInput.Again:
                break;
            default:
                TakeFromPerson(Clean(input), moved);
                break;
        }

        return Finish();
    }

    public Prompt? CurrentPrompt()
    {
        Migrate();
        return IsAsking ? BuildPrompt() : null;
    }

    private DialogTurn Finish() => new()
    {
        Session = new DialogSession { Frames = frames, Sprint = sprint },
        Said = [.. said],
        Prompt = IsAsking && !ignored ? BuildPrompt() : null,
        Action = action,
        Timers = IsAsking && !ignored ? Timers() : [],
        Steps = [.. steps],
        Ended = [.. ended],
        Brief = brief && context.Channel.Segments,
        Stale = stale,
        Ignored = ignored,
    };

    /// <summary>What people send, made safe to keep: no direction marks, no control characters, no half surrogate pairs.</summary>
    private static DialogInput Clean(DialogInput input) => input switch
    {
        DialogInput.Text text => text with { Value = Bidi.StripControls(text.Value) },
        DialogInput.Contact contact => contact with { Phone = Bidi.StripControls(contact.Phone) },
        DialogInput.Location { Name: { } name } location => location with { Name = Bidi.StripControls(name) },
        DialogInput.Media media => new DialogInput.Media(
            media.Items.IsDefault ? [] : media.Items, media.Caption is null ? null : Bidi.StripControls(media.Caption)),
        _ => input,
    };
}
