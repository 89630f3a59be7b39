using System.Buffers;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>A command of the menu that Telegram shows beside the text field.</summary>
/// <param name="Name">1 to 32 of a-z 0-9 _, without the slash.</param>
/// <param name="Arabic">What it does, at most 256 characters.</param>
/// <param name="English">What it does, at most 256 characters.</param>
public sealed record TelegramCommand(string Name, string Arabic, string English)
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>
    /// Takes the bot's name off a command (<c>/help@moomken_bot</c> becomes <c>/help</c>), as apps write it when the person
    /// picks it from a list. Until our username is known every name counts as ours: in a private chat it hardly can be another's.
    /// </summary>
    internal static (string? Text, bool ForAnotherBot) Addressed(string? text, string? username)
    {
        if (text is not ['/', ..])
        {
            return (text, false);
        }

        var end = text.AsSpan().IndexOfAny(" \n\t");
        var word = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
        var at = word.IndexOf('@');
        if (at < 0 || !IsName(word[1..at]) || !IsName(word[(at + 1)..]))
        {
            // Words that only begin with a slash ("/a@b.ly wrote to me") are the person's words, never another bot's command.
            return (text, false);
        }

        var ours = username is null || word[(at + 1)..].Equals(username, StringComparison.OrdinalIgnoreCase);
        return ours ? (string.Concat(word[..at], text.AsSpan(word.Length)), false) : (text, true);
    }

    private static bool IsName(ReadOnlySpan<char> name) => name.Length is > 0 and <= 32 && !name.ContainsAnyExcept(NameCharacters);
}
