using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Evidence;
using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Tests.Evidence;

/// <summary>One observer's files on their way in, with a provider that answers as the test says.</summary>
internal sealed class EvidenceWorld : IDisposable
{
    public EvidenceWorld()
    {
        Vault = new Vault(new Dictionary<byte, byte[]> { [1] = new byte[32] }, new byte[32]);
        Intake = new EvidenceIntake(Vault, new IdSource(Time, new Random(7).NextBytes));
        Views = original => [.. "view of "u8, .. original];
    }

    public static byte[] Photo => FakeChannel.Photo;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    public FakeStore Store { get; } = new();

    public MemoryEvidenceFiles Files { get; } = new();

    public Vault Vault { get; }

    public EvidenceIntake Intake { get; }

    public FakeChannel Telegram { get; } = new("telegram");

    public MakeView Views { get; set; }

    public EvidenceReading Reading => new(Store, Files, Vault, Time);

    public Task<string> Send(string reference = "file-1", string channel = "telegram", string kind = "photo") => Store.WriteAsync(tx =>
        Intake.Take(tx, new InboundMedia(kind, reference, "صورة فاطمة.jpg", "image/jpeg", 12), channel, Time.GetUtcNow()).Id);

    // A new fetcher each time, as after a restart: nothing may live in its memory.
    public Task<EvidenceRound> Fetch(params IChannel[] others) =>
        new EvidenceFetcher(Store, Files, Vault, [Telegram, .. others], Time).RunOnce(TestContext.Current.CancellationToken);

    public Task<EvidenceRound> MakeViews() => new EvidenceViews(Store, Files, Vault, original => Views(original), Time).RunOnce(TestContext.Current.CancellationToken);

    public async Task<EvidenceItem> Item(string id) =>
        (await Store.ReadAsync(reader => reader.Get(EvidenceItem.Documents, id)))!;

    public async Task<string[]> Steps(string id) => [.. (await Item(id)).Custody.Select(line => line.What)];

    public void Dispose() => Vault.Dispose();
}
