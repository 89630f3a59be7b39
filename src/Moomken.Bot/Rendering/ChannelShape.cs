using System.Collections.Immutable;

namespace Moomken.Bot.Rendering;

/// <summary>How the choices of a message are shown.</summary>
public enum ChoiceStyle
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>As buttons under the last part.</summary>
    Buttons,

    /// <summary>As rows of a native list under the last part.</summary>
    List,

    /// <summary>As numbered lines in the text.</summary>
    Numbers,
}

/// <summary>A message in the shape that a channel can send: text parts in order, and what can be pressed under the last one.</summary>
/// <param name="Parts">Each fits the channel; empty only when the message has nothing to say.</param>
/// <param name="Style">How the choices are shown.</param>
/// <param name="Pressable">What the channel draws, in order; empty for numbers. A title is never longer than the channel's.</param>
public sealed record ChannelShape(ImmutableArray<string> Parts, ChoiceStyle Style, ImmutableArray<PressableChoice> Pressable);

/// <param name="Payload">Comes back when it is pressed.</param>
/// <param name="Title">What is written on it.</param>
/// <param name="Way">True for the ways out, which may stand on a row of their own.</param>
public sealed record PressableChoice(string Payload, string Title, bool Way);
