using System.Text.Json;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Evidence;

/// <summary>
/// Notes a received file in the transaction of the turn that brought it. The download comes later: a person's answer
/// never waits for it, and a crash after the commit cannot lose it.
/// </summary>
public sealed class EvidenceIntake(Vault vault, IdSource ids)
{
    private static readonly HashSet<string> Kinds = ["photo", "voice", "audio", "video", "document"];

    /// <param name="tx">The turn's own transaction.</param>
    /// <param name="media">As the channel parsed it; what is needed to fetch it and its name are sealed.</param>
    /// <param name="channel">The <see cref="IChannel.Name"/> that will be asked for the bytes.</param>
    /// <param name="now">When it was received.</param>
    /// <returns>What the dialog is given; an unknown kind counts as a document.</returns>
    public MediaItem Take(IStoreTransaction tx, InboundMedia media, string channel, DateTimeOffset now)
    {
        var item = new EvidenceItem
        {
            Id = ids.Next(),
            Kind = Kinds.Contains(media.Kind) ? media.Kind : "document",
            Channel = channel,
            SealedReference = vault.SealText(JsonSerializer.Serialize(media, EvidenceJson.Default.InboundMedia)),
            SealedFileName = media.FileName is { } name ? vault.SealText(name) : null,
            ReceivedAt = now,
            NotBefore = now,
        };

        tx.Put(EvidenceItem.Documents, item.Noting(now, CustodyLine.Service, CustodySteps.Received), expectedVersion: 0);
        return new MediaItem(item.Id, item.Kind);
    }
}
