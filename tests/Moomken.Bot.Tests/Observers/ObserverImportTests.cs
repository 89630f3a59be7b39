using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Observers;
using Moomken.Bot.People;
using Moomken.Bot.Places;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Tests.Observers;

public sealed class ObserverImportTests : IDisposable
{
    private const string List = "الاسم;الهاتف;المحطة;البلدية;الدور;المجموعة;اللغة\nسالم الفيتوري;0912345678;14001;;مراقب;أ;ar\nMona Ali;٠٠٢١٨ ٩٢-٣٤٥٦٧٨٩;;مصراته;trainer;أ;English\n";

    private readonly InMemoryStore store = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly Vault vault = new(new Dictionary<byte, byte[]> { [1] = new byte[32] }, new byte[32]);
    private readonly List<IssuedInvite> kept = [];
    private readonly IdSource ids;
    private readonly PersonSeal seal;

    public ObserverImportTests()
    {
        ids = IdSource.System(time);
        seal = new PersonSeal(vault, ids);
    }

    [Fact]
    public async Task Each_line_becomes_a_person_with_a_key_of_their_own_and_one_code()
    {
        var tally = await ImportAsync(List);

        Assert.Equal((2, 0, 0), (tally.Counts.New, tally.Counts.Changed, tally.Counts.Unchanged));
        var people = await PeopleAsync();
        var salem = people.Single(person => person.Role == Role.Observer);
        Assert.Equal(("سالم الفيتوري", "+218912345678"), (seal.Open(salem, salem.SealedName!), seal.Open(salem, salem.SealedPhone!)));
        Assert.Equal(("14001", "أ", Stage.Invited), (salem.StationId, salem.Registration!.Cohort, salem.Registration.Stage));
        var mona = people.Single(person => person.Role == Role.Trainer);
        Assert.Equal(("LY2", Tongue.English, "+218923456789"), (mona.StationId, mona.Tongue, seal.Open(mona, mona.SealedPhone!)));
        Assert.NotEqual(salem.SealedKey, mona.SealedKey);
        Assert.Equal(2, tally.Invites.Select(invite => invite.Code).Distinct().Count());
    }

    [Fact]
    public async Task Neither_name_nor_number_nor_code_is_stored_in_the_clear()
    {
        var tally = await ImportAsync(List);

        var stored = await store.ReadAsync(reader => string.Concat(
            JsonSerializer.Serialize(reader.Scan(Person.Documents, 10)), JsonSerializer.Serialize(reader.Scan(Invite.Documents, 10)), JsonSerializer.Serialize(reader.Scan(ObserverPhone.Documents, 10))));
        Assert.All(
            ["سالم", "الفيتوري", "Mona", "912345678", "923456789", tally.Invites[0].Code, tally.Invites[1].Code],
            secret => Assert.DoesNotContain(secret, stored, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(tally.Invites[0].ExpiresAt.Year.ToString(System.Globalization.CultureInfo.InvariantCulture), stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_list_again_makes_nobody_and_no_code()
    {
        await ImportAsync(List);
        var people = JsonSerializer.Serialize(await PeopleAsync());

        var again = await ImportAsync(List.Replace("0912345678", "+218 91 234 5678", StringComparison.Ordinal));

        Assert.Equal((0, 0, 2), (again.Counts.New, again.Counts.Changed, again.Counts.Unchanged));
        Assert.Empty(again.Invites);
        Assert.Equal(people, JsonSerializer.Serialize(await PeopleAsync()));
    }

    [Fact]
    public async Task A_changed_line_changes_the_person_and_a_removed_line_changes_nothing()
    {
        await ImportAsync(List);

        var changed = await ImportAsync("name,phone,municipality\nسالم محمد الفيتوري,0912345678,LY1\n");

        Assert.Equal((0, 1, 0), (changed.Counts.New, changed.Counts.Changed, changed.Counts.Unchanged));
        Assert.Empty(changed.Invites);
        Assert.Contains("1 are known and not in this file: nothing changes for them.", changed.Counts.Notes);
        var salem = (await PeopleAsync()).Single(person => person.Role == Role.Observer);
        Assert.Equal(("سالم محمد الفيتوري", "LY1", (string?)null), (seal.Open(salem, salem.SealedName!), salem.StationId, salem.Registration!.Cohort));
        Assert.Equal(2, (await PeopleAsync()).Count);
    }

    [Fact]
    public async Task A_new_code_shuts_out_the_old_one()
    {
        var first = await ImportAsync(List);

        var second = await ImportAsync(List, new ObserverWish { Reissue = ["+218912345678"] });

        var issued = Assert.Single(second.Invites);
        Assert.Equal("سالم الفيتوري", issued.Observer.Name);
        Assert.True((await InviteAsync(first.Invites.Single(invite => invite.Observer.Phone == "+218912345678").Code))!.Replaced);
        Assert.False((await InviteAsync(issued.Code))!.Replaced);
        Assert.False((await InviteAsync(first.Invites.Single(invite => invite.Observer.Phone != "+218912345678").Code))!.Replaced);
    }

    [Fact]
    public async Task New_codes_for_all_are_for_those_who_have_not_joined()
    {
        await ImportAsync(List);
        await store.WriteAsync(transaction =>
        {
            var mona = transaction.Scan(Person.Documents, 10).Single(person => person.Role == Role.Trainer);
            transaction.Put(Person.Documents, mona with { Registration = mona.Registration! with { Stage = Stage.Registered } });
            return true;
        });

        var tally = await ImportAsync(List, new ObserverWish { ReissueAll = true });

        Assert.Equal("+218912345678", Assert.Single(tally.Invites).Observer.Phone);
        Assert.Contains("1 of them have joined.", tally.Counts.Notes);
    }

    [Fact]
    public async Task Codes_that_ran_out_are_told_of()
    {
        await ImportAsync(List);
        time.Advance(TimeSpan.FromDays(31));

        var tally = await ImportAsync(List);

        Assert.Contains(tally.Counts.Notes, note => note.StartsWith("2 have a code that has run out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_codes_are_kept_before_anything_is_written_and_without_that_nothing_is()
    {
        await Assert.ThrowsAsync<IOException>(() => Import().RunAsync(store, Encoding.UTF8.GetBytes(List), new ObserverWish(), _ => throw new IOException("full"), CancellationToken.None));

        Assert.Empty(await PeopleAsync());
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_makes_no_codes()
    {
        var tally = await ImportAsync(List, new ObserverWish { DryRun = true });

        Assert.Equal(2, tally.Counts.New);
        Assert.Empty(tally.Invites);
        Assert.Empty(kept);
        Assert.Empty(await PeopleAsync());
    }

    [Fact]
    public async Task Who_deleted_their_data_is_not_brought_back_by_the_list_but_by_name()
    {
        await ImportAsync(List);
        await store.WriteAsync(transaction =>
        {
            var salem = transaction.Scan(Person.Documents, 10).Single(person => person.Role == Role.Observer);
            transaction.Delete(Person.Documents, salem.Id);
            transaction.Put(ObserverPhone.Documents, new ObserverPhone(salem.Registration!.PhoneId, null, time.GetUtcNow()));
            return true;
        });

        var again = await ImportAsync(List, new ObserverWish { ReissueAll = true });
        Assert.Single(await PeopleAsync());
        Assert.Contains(again.Counts.Notes, note => note.StartsWith("1 deleted their data", StringComparison.Ordinal));

        var wanted = await ImportAsync(List, new ObserverWish { Reissue = ["+218912345678"] });
        Assert.Single(wanted.Invites);
        Assert.Equal(2, (await PeopleAsync()).Count);
    }

    [Theory]
    [InlineData(",0912345678,LY1,observer", "line 2, name")]
    [InlineData("سالم,091234,LY1,observer", "line 2, phone: \"091234\": must be a phone number")]
    [InlineData("سالم,2.18913E+11,LY1,observer", "the spreadsheet has rounded this number")]
    [InlineData("سالم,0912345678,,observer", "every observer needs a station or a municipality")]
    [InlineData("سالم,0912345678,بلدة,observer", "line 2, municipality: \"بلدة\"")]
    [InlineData("سالم,0912345678,LY1,رئيس", "line 2, role: \"رئيس\": must be one of")]
    [InlineData("سالم,0912345678,LY1,observer\nعلي,٠٩١ ٢٣٤ ٥٦٧٨,LY1,observer", "line 3, phone: \"٠٩١ ٢٣٤ ٥٦٧٨\": this number is on line 2 already")]
    public async Task A_fault_is_named_with_line_column_value_and_rule_and_nothing_is_written(string rows, string says)
    {
        var tally = await ImportAsync($"name,phone,municipality,role\n{rows}\nسليمة,0945678901,LY1,observer\n");

        Assert.Contains(tally.Counts.Faults, fault => fault.ToString().Contains(says, StringComparison.Ordinal));
        Assert.Empty(kept);
        Assert.Empty(await PeopleAsync());
    }

    [Fact]
    public async Task A_new_code_for_somebody_who_is_not_in_the_list_is_a_fault()
    {
        Assert.Single((await ImportAsync(List, new ObserverWish { Reissue = ["+218945678901"] })).Counts.Faults);
        Assert.Empty(await PeopleAsync());
    }

    [Fact]
    public async Task Three_hundred_observers_come_in_slices_and_all_arrive()
    {
        var list = new StringBuilder("name,phone,municipality\n");
        for (var number = 0; number < 300; number++)
        {
            list.Append(System.Globalization.CultureInfo.InvariantCulture, $"مراقب {number},09{1 + (number % 2)}3{number:000000},LY1\n");
        }

        var tally = await ImportAsync(list.ToString());

        Assert.Equal(300, tally.Counts.New);
        Assert.Equal(300, (await store.ReadAsync(reader => reader.Scan(Person.Documents, 1_000))).Count);
        Assert.Equal(300, kept.Count);
    }

    public void Dispose() => vault.Dispose();

    private async Task<ObserverTally> ImportAsync(string list, ObserverWish? wish = null) =>
        await Import().RunAsync(store, Encoding.UTF8.GetBytes(list), wish ?? new ObserverWish(), Keep, CancellationToken.None);

    private ObserverImport Import() => new(Known(), vault, seal, ids, time);

    private Task Keep(ImmutableArray<IssuedInvite> invites)
    {
        kept.AddRange(invites);
        return Task.CompletedTask;
    }

    private async Task<IReadOnlyList<Person>> PeopleAsync() => await store.ReadAsync(reader => reader.Scan(Person.Documents, 10));

    private async Task<Invite?> InviteAsync(string code) => await store.ReadAsync(reader => reader.Get(Invite.Documents, new Invites(vault).IdOf(code)));

    private static Gazetteer Known() => PlaceFiles.Parse(
        "code,name_ar,name_en,region,lat,lon,alt_names\nLY1,طرابلس المركز,Tripoli Centre,West,32.89,13.18,\nLY2,مصراتة,Misrata,West,32.37,15.09,Misurata\n",
        "id,name_ar,municipality_code,centre_id\n14001,مدرسة النصر,LY1,\n").Gazetteer;
}
