using Moomken.Bot.Conversations;
using Moomken.Bot.Fakes.Telegram;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Incidents;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>A backup beside people who talk, checked, restored to another folder, and that one served.</summary>
[Collection(ServiceTests.Name)]
public sealed class BackupTests : IDisposable
{
    private const string Passphrase = "عبارة لا يعرفها أحد غيرنا";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_backup_made_under_load_is_whole_and_a_service_on_it_sends_nothing_twice()
    {
        var archive = await Made();
        var target = folder.File("restored");
        await File.WriteAllTextAsync(folder.File("passphrase"), Passphrase, TestContext.Current.CancellationToken);

        var verified = (await CommandProcess.Run(folder.Path, "backup", "verify", archive, "--passphrase-file", folder.File("passphrase"))).Well();
        Assert.Contains("every one opened", verified.Output, StringComparison.Ordinal);
        var restored = (await CommandProcess.Run(folder.Path, "backup", "restore", archive, "--to", target, "--passphrase-file", folder.File("passphrase"))).Well();
        Assert.Contains("Restored to", restored.Output, StringComparison.Ordinal);
        var again = await CommandProcess.Run(folder.Path, "backup", "restore", archive, "--to", target, "--passphrase-file", folder.File("passphrase"));
        Assert.Equal(2, again.Exit);
        Assert.Contains("is not empty and is not touched", again.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(target, "moomken.keys.sealed")));

        await using var service = await TelegramService.Make(target);
        await service.Process.Start();
        await service.Process.Until(() => Task.FromResult(service.Process.Output.Contains("Took up", StringComparison.Ordinal)));
        Assert.Empty(service.Fake.CallsOf("sendMessage"));
        var (_, code) = await service.Process.Get("/health/ready");
        Assert.Equal("ready", code);
        Assert.Equal(0, await service.Process.Terminate());
        Assert.True(await service.Stored(store => store.Scan(Incident.Documents, 100).Count) > 0);
        Assert.True(await service.Stored(store => store.Scan(Conversation.Documents, 100).All(conversation => conversation.Pending.IsEmpty)));
    }

    [Fact]
    public async Task What_was_still_to_be_sent_is_kept_back_until_the_operator_says_so()
    {
        string archive;
        await using (var service = await TelegramService.Started())
        {
            service.Fake.FailNext("sendMessage", FakeFailure.ServerError, times: 10_000);
            await service.Says(7_001, 1, "/start").Acknowledged.WaitAsync(ServiceProcess.Patience, TestContext.Current.CancellationToken);
            archive = await Create(service);
            File.Copy(Path.Combine(service.DataFolder, KeyFile.FileName), folder.File(KeyFile.FileName));
        }

        var target = folder.File("restored");
        var restored = (await CommandProcess.Run(folder.Path, "backup", "restore", archive, "--to", target, "--key", folder.File(KeyFile.FileName))).Well();
        Assert.Contains("1 messages are kept back", restored.Output, StringComparison.Ordinal);

        await using var on = await TelegramService.Make(target);
        await on.Process.Start();
        await on.Process.Until(() => Task.FromResult(on.Process.Output.Contains("Took up", StringComparison.Ordinal)));
        Assert.Empty(on.Fake.CallsOf("sendMessage"));
        Assert.Contains("1 failed: restored 1.", (await CommandProcess.Run(target, "outbox", "list")).Well().Output, StringComparison.Ordinal);

        (await CommandProcess.Run(target, "outbox", "retry", "--reason", "restored")).Well();
        Assert.False(string.IsNullOrEmpty((await on.Fake.NextMessageTo(7_001)).Text));
    }

    [Fact]
    public async Task Without_the_key_a_backup_tells_only_whether_its_bytes_are_whole()
    {
        string archive;
        await using (var service = await TelegramService.Started())
        {
            archive = await Create(service);
        }

        var verified = (await CommandProcess.Run(folder.Path, "backup", "verify", archive)).Well();
        Assert.Contains("The documents were not opened", verified.Output, StringComparison.Ordinal);
        var refused = await CommandProcess.Run(folder.Path, "backup", "restore", archive, "--to", folder.File("x"));
        Assert.Equal(1, refused.Exit);
        Assert.Contains("Give --key FILE", refused.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("x")));
    }

    /// <summary>Of a service with twenty people in the middle of their reports.</summary>
    private async Task<string> Made()
    {
        await using var service = await TelegramService.Started();
        var walkers = Enumerable.Range(0, 20).Select(i => new Walker(service.Fake, 8_001 + i, seed: i)).ToList();
        var goOn = true;
        var walks = Task.WhenAll(walkers.Select(walker => walker.Walk(() => goOn)));
        await service.Process.Until(() => Task.FromResult(walks.IsFaulted || walkers.Sum(walker => walker.Reports) >= 10));
        await File.WriteAllTextAsync(folder.File("passphrase"), Passphrase, TestContext.Current.CancellationToken);
        var archive = await Create(service, "--passphrase-file", folder.File("passphrase"));
        var taken = walkers.Sum(walker => walker.Taken);
        await service.Process.Until(() => Task.FromResult(walks.IsFaulted || walkers.Sum(walker => walker.Taken) > taken + 20));
        goOn = false;
        await walks;
        Assert.DoesNotContain("fail:", service.Process.Output, StringComparison.Ordinal);
        return archive;
    }

    private async Task<string> Create(TelegramService service, params string[] more)
    {
        var created = (await CommandProcess.Run(service.DataFolder, ["backup", "create", "--out", folder.Path, .. more])).Well();
        Assert.Contains("A backup written to", created.Output, StringComparison.Ordinal);
        return Directory.GetFiles(folder.Path, "*.tar").Single();
    }
}
