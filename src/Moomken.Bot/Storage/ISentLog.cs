namespace Moomken.Bot.Storage;

/// <summary>
/// Remembers which outgoing messages the provider has taken, from the moment it answered until the conversation's
/// document says so too. Without it every sent message would cost a second write of its conversation; with it that
/// write rides on the next turn, and a crash in between sends nothing twice.
/// </summary>
public interface ISentLog
{
    /// <summary>Returns when the entry would survive the process being killed.</summary>
    void Append(string messageId, string? providerId);

    /// <summary>The entries that were there at start, by message id.</summary>
    IReadOnlyDictionary<string, string?> Recovered { get; }

    /// <summary>Makes what was appended survive a power cut too. Called every few seconds: the cut may send the messages of these seconds once more.</summary>
    void Flush();

    /// <summary>How long the log is, in bytes.</summary>
    long Length { get; }

    /// <summary>Forgets every entry but these: what keeps the log short while somebody is always being written to.</summary>
    void Keep(IReadOnlySet<string> messageIds);

    /// <summary>Called when every appended entry up to now is in the documents as well: they may be forgotten.</summary>
    void Settled();
}
