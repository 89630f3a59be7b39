using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>The service with a Twilio of our own before it: a folder, a process, people, and what stays behind.</summary>
internal sealed class TwilioService : IAsyncDisposable
{
    /// <summary>What the service calls itself; nobody can dial it. The fake dials where it listens, as a proxy does.</summary>
    public const string PublicUrl = "https://bot.example.test";

    /// <summary>The one coordinator on duty, on WhatsApp; has never written to us.</summary>
    public const string Coordinator = "+218920000001";

    private readonly TemporaryFolder folder = new();

    private TwilioService(FakeTwilio fake, string? apiUrl)
    {
        Fake = fake;
        AlertTemplate = fake.AddApproved("تنبيه من شبكة المراقبة: {{1}} (الرد هنا يكفي)");
        Process = new ServiceProcess(DataFolder, new Dictionary<string, string>
        {
            ["Twilio__AccountSid"] = fake.Account,
            ["Twilio__AuthToken"] = fake.Token,
            ["Twilio__ApiBaseUrl"] = apiUrl ?? fake.BaseUrl,
            ["Twilio__SmsFrom"] = fake.SmsNumber,
            ["Twilio__WhatsAppFrom"] = fake.WhatsAppNumber,
            ["Twilio__Templates__alert__ar"] = AlertTemplate,
            ["Twilio__SendTimeoutSeconds"] = "3",

            // Nobody here tries the rates; at one a second each report would be ten seconds of waiting.
            ["Rates__WhatsAppPerPersonPerSecond"] = "1000",
            ["Rates__WhatsAppPerSecond"] = "1000",
            ["Rates__TwilioSmsPartsPerSecond"] = "1000",
            ["Rates__TwilioSmsPerPersonPerSecond"] = "1000",
            ["Moomken__PublicBaseUrl"] = PublicUrl,
            ["Duty__People__0__Region"] = "All",
            ["Duty__People__0__Channel"] = "whatsapp",
            ["Duty__People__0__User"] = Coordinator,
        });
        fake.KeepsWindow = true;
        fake.Connect(PublicUrl, Process.Address);
        fake.Patience = ServiceProcess.Patience;
    }

    public FakeTwilio Fake { get; }

    public string AlertTemplate { get; }

    public ServiceProcess Process { get; }

    public string DataFolder => folder.File("data");

    /// <summary>With the fake running and the service not yet started.</summary>
    /// <param name="fake">Twilio; one of its own when left out.</param>
    /// <param name="apiUrl">Of the fake, or of what stands between.</param>
    public static async Task<TwilioService> Make(FakeTwilio? fake = null, string? apiUrl = null) => new(fake ?? await FakeTwilio.Start(), apiUrl);

    public static async Task<TwilioService> Started()
    {
        var service = await Make();
        await service.Process.Start();
        return service;
    }

    /// <summary>Reads the store of a service that has ended.</summary>
    public async Task<T> Stored<T>(Func<IStoreReader, T> read)
    {
        using var storage = OpenStorage.Open(DataFolder);
        await using var store = storage.Store;
        return await store.ReadAsync(read);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Fake.DisposeAsync();
        folder.Dispose();
    }
}
