using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Tests.Service;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Channels.Kannel.Real;

/// <summary>The service as a process of its own, behind the real Kannel, behind phones.</summary>
internal sealed class SmsService : IAsyncDisposable
{
    public const string Secret = "hook-secret-of_tests-0123456789";

    /// <summary>The coordinator on duty.</summary>
    public const string DutyPhone = "+218919999999";

    private readonly TemporaryFolder folder = new();

    /// <summary>Ours at the second operator.</summary>
    public const string SecondFrom = "15016";

    private SmsService(HookRecorder hook, KannelBoxes kannel)
    {
        Hook = hook;
        Kannel = kannel;
        Phones = new FakePhones(kannel.OperatorPort);
        SecondPhones = kannel.SecondPort == 0 ? null : new FakePhones(kannel.SecondPort, SecondFrom);
        Process = new ServiceProcess(folder.File("data"), new Dictionary<string, string>
        {
            ["Kannel__SendUrl"] = kannel.SendUrl,
            ["Kannel__Username"] = "bot",
            ["Kannel__Password"] = KannelBoxes.SendPassword,
            ["Kannel__From"] = KannelBoxes.From,
            ["Kannel__WebhookSecret"] = Secret,
            ["Kannel__CallbackBaseUrl"] = hook.Address,
            ["Rates__KannelPartsPerSecond"] = "1000",
            ["Rates__KannelPerPersonPerSecond"] = "1000",
            ["Kannel__ReportWaitSeconds"] = "10",
            ["Kannel__StatusUrl"] = kannel.StatusUrl,
            ["Kannel__StatusPassword"] = KannelBoxes.StatusPassword,
            ["Duty__People__0__Region"] = "All",
            ["Duty__People__0__Channel"] = "kannel",
            ["Duty__People__0__User"] = DutyPhone,
        });
        hook.Service = Process.Address;
        if (SecondPhones is not null)
        {
            Process.Set("Kannel__Link", "almadar");
            Process.Set("Kannel__Links__0__Id", "libyana");
            Process.Set("Kannel__Links__0__From", SecondFrom);
            Process.Set("Duty__People__0__Channel", "kannel-libyana");
        }
    }

    public HookRecorder Hook { get; }

    public KannelBoxes Kannel { get; }

    public FakePhones Phones { get; }

    /// <summary>Those of the second operator's customers.</summary>
    public FakePhones? SecondPhones { get; }

    public ServiceProcess Process { get; }

    public static async Task<SmsService> Started(bool twoOperators = false)
    {
        var hook = await HookRecorder.Start();
        var service = new SmsService(hook, await KannelBoxes.Start(hook.Address, Secret, twoOperators));
        try
        {
            await service.Process.Start();
            return service;
        }
        catch
        {
            // Nobody else has it yet, and Kannel would go on after the tests.
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads the store of a service that has ended.</summary>
    public async Task<T> Stored<T>(Func<IStoreReader, T> read)
    {
        using var vault = KeyFile.Open(folder.File("data"));
        await using var store = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = folder.File("data") }, vault, TimeProvider.System);
        return await store.ReadAsync(read);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Phones.DisposeAsync();
        await (SecondPhones?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Kannel.DisposeAsync();
        await Hook.DisposeAsync();
        folder.Dispose();
    }
}
