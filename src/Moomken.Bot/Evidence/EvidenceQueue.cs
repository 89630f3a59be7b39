using Moomken.Bot.Storage;

namespace Moomken.Bot.Evidence;

/// <summary>Finds what there is to do. All of it, page by page: items that wait for a later try must not hide those behind them.</summary>
internal static class EvidenceQueue
{
    private const int Page = 100;

    public static async Task<List<EvidenceItem>> Due(IStore store, string index, DateTimeOffset now, CancellationToken cancellation)
    {
        var due = new List<EvidenceItem>();
        IReadOnlyList<EvidenceItem> page;
        string? after = null;
        do
        {
            page = await store.ReadAsync(reader => reader.Find(EvidenceItem.Documents, index, "yes", Page, after), cancellation);
            due.AddRange(page.Where(item => item.NotBefore <= now));
            after = page.Count == 0 ? null : page[^1].Id;
        }
        while (page.Count == Page);

        return due;
    }
}
