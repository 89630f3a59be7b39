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

    /// <summary>
    /// Notes that an attempt is about to leave, for channels where a repeat costs money and the outcome can be learnt
    /// later. Returns when the note would survive the process being killed.
    /// </summary>
    void Begin(string messageId);

    /// <summary>The attempt ended, and what became of it is known or is in the documents. <see cref="Append"/> says so too.</summary>
    void End(string messageId);

    /// <summary>Completes when everything appended so far would survive this node: until then the conversation's next message waits.</summary>
    Task KeptAsync() => Task.CompletedTask;

    /// <summary>The entries that were there at start, by message id.</summary>
    IReadOnlyDictionary<string, string?> Recovered { get; }

    /// <summary>Messages of which, at start, an attempt had begun and not ended: they may have left.</summary>
    IReadOnlySet<string> Began { get; }

    /// <summary>Makes what was appended survive a power cut too. Called every few seconds: the cut may send the messages of these seconds once more.</summary>
    void Flush();

    /// <summary>Called when every appended entry up to now is in the documents as well: they may be forgotten.</summary>
    void Settled();

    /// <summary>
    /// From here on entries belong to a new part; those up to now are the older part. Does nothing while there is an older
    /// part already. With it the log stays short when there is never a moment at which everything is settled.
    /// </summary>
    void BeginPart();

    /// <summary>Called when every entry of the older part is in the documents as well: it may be forgotten.</summary>
    void ForgetOlderPart();
}
