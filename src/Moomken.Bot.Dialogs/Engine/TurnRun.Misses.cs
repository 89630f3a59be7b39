namespace Moomken.Bot.Dialogs.Engine;

/// <summary>What is said when an answer cannot be read.</summary>
internal sealed partial class TurnRun
{
    /// <summary>From so many misses in a row on, a person to talk to is offered.</summary>
    private const int MissesUntilPerson = 3;

    /// <summary>The ladder: first what is possible here, then an example, then a person to talk to. Never blame, never a dead end.</summary>
    private void Miss(string text, bool asks = false)
    {
        Top = Top with { Misses = Top.Misses + 1 };
        said.Add(text);
        if (Top.Misses == 2 && Top.Confirming is null)
        {
            SayIfWritten($"{Node.Text}.example");
        }
        else if (Top.Misses >= MissesUntilPerson)
        {
            said.Add(Fill("common.stuck"));
        }

        if (context.Channel.Segments && !asks && !Choices().IsEmpty)
        {
            // The list that was shown a moment ago is not paid for again; its numbers go on meaning what they meant.
            brief = true;
            said.Add(Fill("common.list_again"));
        }
    }

    private string MissText(DialogNode node) =>
        Fill(library.Texts.Has($"{node.Text}.miss") ? $"{node.Text}.miss" : node.State.Choices.IsNone ? "common.miss_text" : "common.miss");
}
