using System.Collections.Immutable;
using Moomken.Bot.Imports;
using Moomken.Bot.People;
using Moomken.Bot.Places;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Observers;

/// <summary>
/// <c>import observers</c>: people from a table into the store, each with a code of their own. The same file again changes
/// nothing and makes no code; who is no longer in the file stays as they are.
/// </summary>
public sealed class ObserverImport(Gazetteer places, Vault vault, PersonSeal seal, IdSource ids, TimeProvider time)
{
    /// <summary>People of one transaction: more would keep everybody else waiting for longer than they notice.</summary>
    private const int Slice = 50;

    /// <param name="store">Where to.</param>
    /// <param name="file">The file's bytes.</param>
    /// <param name="wish">Dry run, new codes.</param>
    /// <param name="keep">Is given the codes before anything is written: a code that is not kept somewhere first is lost with the process. When it throws, nothing is written.</param>
    /// <param name="cancellation">Stops between two transactions; what was written stays, and the same file goes on with the rest.</param>
    public async Task<ObserverTally> RunAsync(
        IStore store, byte[] file, ObserverWish wish, Func<ImmutableArray<IssuedInvite>, Task> keep, CancellationToken cancellation)
    {
        await new ImportedPlaces(store, places).RefreshAsync(cancellation);
        var table = ImportTable.Read(file, ObserverColumns.All);
        var listed = ObserverSheet.Read(table, places);
        if (table.Faults.Count == 0)
        {
            CheckReissue(table, listed, wish);
        }

        if (table.Faults.Count > 0)
        {
            return new ObserverTally(ImportTally.Refused(table.Faults), []);
        }

        var known = await CountKnownAsync(store, cancellation);
        var planned = await PlanAsync(store, listed, wish, cancellation);
        ImmutableArray<IssuedInvite> invites = [.. planned.Select(plan => plan.Invite).OfType<IssuedInvite>()];
        if (!wish.DryRun)
        {
            await WriteAsync(store, planned, invites, keep, cancellation);
        }

        return new ObserverTally(PlannedObserver.Count(planned, known, table), wish.DryRun ? [] : invites);
    }

    private static void CheckReissue(ImportTable table, ImmutableArray<ListedObserver> listed, ObserverWish wish)
    {
        foreach (var phone in wish.Reissue.Where(phone => listed.All(observer => observer.Phone != phone)))
        {
            table.Faults.Add(new ImportFault(0, "", "", $"a new code is wanted for {phone}, which is not in it."));
        }
    }

    private async Task<List<PlannedObserver>> PlanAsync(IStore store, ImmutableArray<ListedObserver> listed, ObserverWish wish, CancellationToken cancellation)
    {
        var planned = new List<PlannedObserver>();
        foreach (var slice in listed.Chunk(Slice))
        {
            planned.AddRange(await store.ReadAsync(reader => slice.Select(observer => Plan(reader, observer, wish)).ToList(), cancellation));
        }

        return planned;
    }

    private PlannedObserver Plan(IStoreReader reader, ListedObserver listed, ObserverWish wish)
    {
        var phoneId = vault.Lookup("phone", listed.Phone);
        var known = reader.Get(ObserverPhone.Documents, phoneId);
        var person = known?.PersonId is { } id ? reader.Get(Person.Documents, id) : null;
        var asked = wish.Reissue.Contains(listed.Phone);
        var kind = known is null ? PlannedKind.New
            : person is null ? (asked ? PlannedKind.New : PlannedKind.Left)
            : IsSame(person, listed) ? PlannedKind.Unchanged : PlannedKind.Changed;
        var joined = person?.Registration?.Stage is not (null or Stage.Invited);
        var code = kind == PlannedKind.New || asked || (wish.ReissueAll && kind != PlannedKind.Left && !joined);
        var lapsed = !code && !joined && person?.Registration?.InviteId is { } invite && reader.Get(Invite.Documents, invite)?.ExpiresAt <= time.GetUtcNow();
        return new PlannedObserver(listed, phoneId, kind, known is not null, joined, lapsed, code ? new IssuedInvite(listed, InviteCode.New(ids), time.GetUtcNow() + wish.Lasts) : null);
    }

    private bool IsSame(Person person, ListedObserver listed) =>
        person.Role == listed.Role
        && person.StationId == listed.Post
        && person.Registration?.Cohort == listed.Cohort
        && (person.SealedName is { } name ? seal.Open(person, name) : null) == listed.Name
        && (listed.Tongue is null || person.Registration?.Stage != Stage.Invited || person.Tongue == listed.Tongue);

    private async Task WriteAsync(
        IStore store, List<PlannedObserver> planned, ImmutableArray<IssuedInvite> invites, Func<ImmutableArray<IssuedInvite>, Task> keep, CancellationToken cancellation)
    {
        if (!invites.IsEmpty)
        {
            await keep(invites);
        }

        var record = new ObserverRecords(vault, seal, ids, time);
        foreach (var slice in planned.Where(plan => plan.Kind is PlannedKind.New or PlannedKind.Changed || plan.Invite is not null).Chunk(Slice))
        {
            await store.WriteAsync(
                transaction =>
                {
                    Array.ForEach(slice, plan => record.Write(transaction, plan));
                    return true;
                },
                cancellation);
        }
    }

    private static async Task<int> CountKnownAsync(IStore store, CancellationToken cancellation)
    {
        var count = 0;
        IReadOnlyList<ObserverPhone> page = [];
        do
        {
            var after = page.Count == 0 ? null : page[^1].Id;
            page = await store.ReadAsync(reader => reader.Scan(ObserverPhone.Documents, 500, after), cancellation);
            count += page.Count;
        }
        while (page.Count == 500);

        return count;
    }
}
