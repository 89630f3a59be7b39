using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Conversations;

/// <summary>
/// The provider's ids that were taken from this conversation: a repeat is known by them. The last
/// <see cref="Kept"/> lie in the conversation itself; one that must make room while a provider may still repeat it
/// moves to a document of its own, so that no flood can push a repeat through.
/// </summary>
/// <param name="Marks">The first 8 bytes of the SHA-256 of each id, oldest first.</param>
/// <param name="Minutes">When each was taken, in minutes since 1970.</param>
/// <param name="MovedUntil">Until when (minutes since 1970) some mark may lie in a document of its own.</param>
/// <param name="Moved">Which marks those may be; null when any may.</param>
public sealed record SeenMessages(ImmutableArray<long> Marks, ImmutableArray<int> Minutes, int MovedUntil = 0, MovedHints? Moved = null)
{
    public const int Kept = 48;

    /// <summary>Telegram keeps an undelivered update for 24 hours; Twilio and the rest give up earlier.</summary>
    public static readonly TimeSpan RepeatsFor = TimeSpan.FromHours(48);

    public static readonly SeenMessages None = new([], []);

    public static long Mark(string messageId)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(messageId), hash);
        return BitConverter.ToInt64(hash);
    }

    public bool Holds(IStoreReader store, string conversation, long mark, DateTimeOffset now) =>
        Marks.Contains(mark)
        || (MovedUntil > Minute(now) && Moved?.MayHold(mark) != false && store.Get(MovedMark.Documents, MovedMark.IdOf(conversation, mark)) is not null);

    public SeenMessages With(IStoreTransaction store, string conversation, long mark, DateTimeOffset now)
    {
        var minute = Minute(now);
        if (Marks.Length < Kept)
        {
            return this with { Marks = Marks.Add(mark), Minutes = Minutes.Add(minute) };
        }

        var rest = this with { Marks = Marks.RemoveAt(0).Add(mark), Minutes = Minutes.RemoveAt(0).Add(minute) };
        var lasts = Minutes[0] + (int)RepeatsFor.TotalMinutes;
        if (lasts <= minute)
        {
            return rest;
        }

        store.Put(MovedMark.Documents, new MovedMark(MovedMark.IdOf(conversation, Marks[0]), lasts));
        var hints = Moved ?? (MovedUntil > minute ? MovedHints.Any(minute) : MovedHints.None(minute));
        return rest with { MovedUntil = Math.Max(MovedUntil, lasts), Moved = hints.With(Marks[0], minute) };
    }

    /// <summary>The marks of two conversations that became one; the latest are kept. Of what moved out of either nothing is known but its end.</summary>
    public SeenMessages JoinedTo(SeenMessages other)
    {
        var all = Marks.Zip(Minutes).Concat(other.Marks.Zip(other.Minutes)).OrderBy(mark => mark.Second).TakeLast(Kept).ToList();
        return new SeenMessages([.. all.Select(mark => mark.First)], [.. all.Select(mark => mark.Second)], Math.Max(MovedUntil, other.MovedUntil));
    }

    private static int Minute(DateTimeOffset at) => (int)(at.ToUnixTimeSeconds() / 60);
}

/// <summary>A mark that had to leave its conversation; deleted when no provider repeats that far back.</summary>
public sealed record MovedMark(string Id, int Until)
{
    public static readonly DocumentKind<MovedMark> Documents = new("moved_marks", mark => mark.Id, MovedMarkJson.Default.MovedMark);

    public static string IdOf(string conversation, long mark) => $"{conversation}/{mark:x16}";
}

[JsonSerializable(typeof(MovedMark))]
internal sealed partial class MovedMarkJson : JsonSerializerContext;
