using System.Text;
using LiteDB;
using LiteDB.Engine;
using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

/// <summary>What is found at the next start, and what is refused at it.</summary>
public sealed class LiteDbOpeningTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Vault vault = TestVault.New();

    private LiteDbStoreOptions Options => new() { DataDirectory = folder.Path };

    public void Dispose()
    {
        vault.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_is_there_after_reopening(bool plainFile)
    {
        await With(Options with { PlainFile = plainFile }, async store =>
        {
            await Put(store, [.. Enumerable.Range(0, 700).Select(i => new Note($"{i:000}", $"تقرير {i}", i % 2 == 0 ? "سرت" : null))]);
            await Put(store, new Note("003", "changed", "غات"));
        });

        await With(Options, async store =>
        {
            var notes = await store.ReadAsync(reader => reader.Scan(Note.Documents, 1_000));
            Assert.Equal(700, notes.Count);
            Assert.Equal(350, (await store.ReadAsync(reader => reader.Find(Note.Documents, "place", "سرت", 1_000))).Count);
            Assert.Equal("changed", Assert.Single(await store.ReadAsync(reader => reader.Find(Note.Documents, "place", "غات", 10))).Text);
            Assert.Equal(2, await store.ReadAsync(reader => reader.Version(Note.Documents, "003")));
        });
    }

    [Fact]
    public async Task A_second_process_is_told_who_holds_the_folder()
    {
        await using var first = LiteDbStore.Open(Options, vault, TimeProvider.System);

        var error = Assert.Throws<StoreUnavailableException>(() => LiteDbStore.Open(Options, vault, TimeProvider.System));

        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains($"{Environment.ProcessId}", error.Message, StringComparison.Ordinal);
        Assert.Contains("Moomken__DataDirectory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_folder_is_free_again_after_closing_and_after_an_opening_that_failed()
    {
        await With(Options, store => Put(store, new Note("1", "text")));
        using (var other = TestVault.New(8))
        {
            Assert.Throws<StoreUnavailableException>(() => LiteDbStore.Open(Options, other, TimeProvider.System));
        }

        await With(Options, async store => Assert.NotNull(await store.ReadAsync(reader => reader.Get(Note.Documents, "1"))));
    }

    [Fact]
    public async Task A_missing_folder_is_made_and_nobody_else_may_look_into_it()
    {
        var options = Options with { DataDirectory = folder.File("new/data") };
        await With(options, store => Put(store, new Note("1", "text")));

        Assert.True(File.Exists(folder.File("new/data/moomken.db")));
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(options.DataDirectory));
        foreach (var path in Directory.GetFiles(options.DataDirectory))
        {
            Assert.Equal(FolderDisk.OwnerOnly, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // Not even root may make files there.
        var error = Assert.Throws<StoreUnavailableException>(() =>
            LiteDbStore.Open(Options with { DataDirectory = "/sys/kernel" }, vault, TimeProvider.System));

        Assert.Contains("/sys/kernel", error.Message, StringComparison.Ordinal);
        Assert.Contains("right to write", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_not_changed()
    {
        await With(Options, store => Put(store, new Note("1", "text")));
        using (var engine = Engine())
        {
            engine.Pragma("USER_VERSION", EngineOpening.Format + 1);
            engine.Checkpoint();
        }

        var before = await File.ReadAllBytesAsync(folder.File("moomken.db"));
        var error = Assert.Throws<StoreUnavailableException>(() => LiteDbStore.Open(Options, vault, TimeProvider.System));

        Assert.Contains("newer version", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(folder.File("moomken.db")));
    }

    [Fact]
    public void A_file_of_another_program_is_refused()
    {
        using (var engine = Engine())
        {
            engine.Insert("customers", [new BsonDocument { ["_id"] = 1 }], BsonAutoId.Int32);
            engine.Checkpoint();
        }

        var error = Assert.Throws<StoreUnavailableException>(() => LiteDbStore.Open(Options, vault, TimeProvider.System));

        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_refused_with_advice()
    {
        await With(Options, store => Put(store, new Note("1", "text")));
        using (var file = File.OpenWrite(folder.File("moomken.db")))
        {
            file.Write(new byte[200]);
        }

        var error = Assert.Throws<StoreUnavailableException>(() => LiteDbStore.Open(Options, vault, TimeProvider.System));

        Assert.Contains("backup", error.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wrong_key_is_refused_at_once()
    {
        await With(Options, store => Put(store, new Note("1", "text")));
        using var other = TestVault.New(8);

        var error = Assert.Throws<StoreUnavailableException>(() => LiteDbStore.Open(Options, other, TimeProvider.System));

        Assert.Contains("key file", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(31)]
    public async Task With_a_LiteDB_that_marks_its_pages_otherwise_it_falls_back_and_keeps_everything(int confirmedByte)
    {
        await With(Options, store => Put(store, new Note("1", "text", "زوارة")));

        // Several times: LiteDB's writer runs beside the check, sometimes ahead of it and sometimes behind.
        for (var i = 0; i < 8; i++)
        {
            await With(Options with { ConfirmedByte = confirmedByte }, store =>
            {
                Assert.Equal(StoreMode.PlainFile, store.Health.Mode);
                return Task.CompletedTask;
            });
        }

        await With(Options with { ConfirmedByte = confirmedByte }, async store =>
        {
            Assert.Equal("text", (await store.ReadAsync(reader => reader.Get(Note.Documents, "1")))!.Text);
            await Put(store, new Note("2", "more", "زوارة"));
        });

        await With(Options, async store =>
        {
            Assert.Equal(StoreMode.CheckedLog, store.Health.Mode);
            Assert.Equal(2, (await store.ReadAsync(reader => reader.Find(Note.Documents, "place", "زوارة", 10))).Count);
        });
    }

    [Fact]
    public async Task Documents_written_before_an_index_was_declared_are_found_by_it()
    {
        var before = Note.Documents with { Indexes = [Note.Documents.Indexes[0]] };
        await With(Options, store => store.WriteAsync(transaction =>
        {
            for (var i = 0; i < 1_100; i++)
            {
                transaction.Put(before, new Note($"{i:0000}", "text", "يفرن", $"author {i}"));
            }

            return true;
        }));

        await With(Options, async store =>
        {
            Assert.Equal("0777", Assert.Single(await store.ReadAsync(reader => reader.Find(Note.Documents, "author", "author 777", 5))).Id);
            Assert.Equal(1_100, (await store.ReadAsync(reader => reader.Find(Note.Documents, "place", "يفرن", 2_000))).Count);
        });
    }

    [Fact]
    public async Task Nothing_in_the_folder_tells_a_name_or_a_phone()
    {
        const string Phone = "+218912345678";
        const string Name = "سالم الورفلي";
        await With(Options, async store =>
        {
            await Put(store, new Note("1", $"{Name} {Phone}", Phone, Name), new Note("2", "text", Name, Phone));
            Assert.Empty(FilesWith(Phone, Name));
            await store.WriteAsync(transaction =>
            {
                transaction.Delete(Note.Documents, "1");
                return true;
            });
        });

        Assert.Empty(FilesWith(Phone, Name));
        Assert.NotEmpty(FilesWith("moomken_store"));
    }

    private static Task Put(IStore store, params Note[] notes) => store.WriteAsync(transaction =>
    {
        foreach (var note in notes)
        {
            transaction.Put(Note.Documents, note);
        }

        return true;
    });

    private async Task With(LiteDbStoreOptions options, Func<LiteDbStore, Task> act)
    {
        await using var store = LiteDbStore.Open(options, vault, TimeProvider.System);
        await act(store);
    }

    private LiteEngine Engine() => new(new EngineSettings { Filename = folder.File("moomken.db"), Collation = Collation.Binary });

    private List<string> FilesWith(params string[] words)
    {
        var forms = words.SelectMany(word => new[]
        {
            Encoding.UTF8.GetBytes(word),
            Encoding.Unicode.GetBytes(word),
            Encoding.ASCII.GetBytes(System.Text.Json.JsonSerializer.Serialize(word)),
            Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(word))),
        }).ToList();
        return [.. Directory.GetFiles(folder.Path).Where(path => path.EndsWith(".lock", StringComparison.Ordinal) is false && Holds(path, forms))];
    }

    private static bool Holds(string path, List<byte[]> forms)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return forms.Exists(form => content.AsSpan().IndexOf(form) >= 0);
    }
}
