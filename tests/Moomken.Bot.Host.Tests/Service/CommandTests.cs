using System.Net;
using System.Net.Sockets;
using System.Text;
using Moomken.Bot.Audit;
using Moomken.Bot.Host.Control;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>An operator's commands beside the running service, and after it.</summary>
[Collection(ServiceTests.Name)]
public class CommandTests
{
    [Fact]
    public async Task An_export_beside_the_running_service_is_the_one_of_the_stopped_service_and_the_service_writes_the_audit_line()
    {
        await using var service = await TelegramService.Started();
        await Reported(service);
        string[] export = ["export", "incidents", "--format", "csv", "--language", "en", "--out"];
        var beside = Path.Combine(service.DataFolder, "..", "beside.csv");
        var after = Path.Combine(service.DataFolder, "..", "after.csv");

        (await CommandProcess.Run(service.DataFolder, [.. export, beside])).Well();
        var named = (await CommandProcess.Run(service.DataFolder, [.. export, beside + "2", "--with-names", "--role", "lead", "--reason", "مراجعة"])).Well();
        Assert.Equal(0, await service.Process.Terminate());
        (await CommandProcess.Run(service.DataFolder, [.. export, after])).Well();

        Assert.StartsWith("1 rows (from the beginning, to the end, latest versions, with names) written to ", named.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await File.ReadAllLinesAsync(beside, TestContext.Current.CancellationToken)).Length);
        Assert.Equal(await File.ReadAllTextAsync(after, TestContext.Current.CancellationToken), await File.ReadAllTextAsync(beside, TestContext.Current.CancellationToken));
        var line = Assert.Single(await service.Stored(store => store.Scan(AuditLine.Documents, 10)));
        Assert.Equal(("lead", "مراجعة", 1), (line.Role, line.Reason, line.Count));
    }

    [Fact]
    public async Task No_address_that_the_service_listens_on_leads_to_a_command()
    {
        await using var service = await TelegramService.Started();
        using var client = new HttpClient();
        foreach (var path in new[] { "/export-incidents", "/control", "/control/export-incidents", "/control.sock", "/operations" })
        {
            using var answer = await client.PostAsync(service.Process.Address + path, new StringContent("{}"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        // The words of the socket's own protocol, said to the port.
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, new Uri(service.Process.Address).Port, TestContext.Current.CancellationToken);
        await using var stream = tcp.GetStream();
        Frames.Write(stream, FrameKind.Request, """{"Operation":"export-incidents","Request":""}""");
        tcp.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var said = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.True(said.Length == 0 || said.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), said);
    }

    [Fact]
    public async Task The_doctor_looks_at_the_running_service_and_at_what_keeps_it_from_starting()
    {
        await using var service = await TelegramService.Started();

        var well = await CommandProcess.Run(service.DataFolder, "doctor", "--no-network");
        Assert.True(well.Exit == 0, well.Output + well.Errors);
        Assert.Contains("ok    store       takes writes", well.Output, StringComparison.Ordinal);
        Assert.Contains("warn  backup      None was made yet", well.Output, StringComparison.Ordinal);
        Assert.Contains("warn  duty        Duty__People__0 (All, telegram) has not written to this service yet", well.Output, StringComparison.Ordinal);

        await service.Process.Kill9();
        File.Delete(Path.Combine(service.DataFolder, "moomken.keys"));
        var ill = await CommandProcess.Run(service.DataFolder, "doctor", "--no-network");
        Assert.Equal(1, ill.Exit);
        Assert.Contains("FAIL  keys", ill.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strangers_see_whether_the_service_is_ready_and_nothing_of_its_inside()
    {
        await using var service = await TelegramService.Started();
        using var client = new HttpClient();
        foreach (var (path, expected) in new[] { ("/metrics", HttpStatusCode.NotFound), ("/health/parts", HttpStatusCode.NotFound), ("/health/ready", HttpStatusCode.OK) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, service.Process.Address + path);
            request.Headers.Add("X-Forwarded-For", "203.0.113.9");
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_command_never_makes_a_data_folder()
    {
        using var folder = new Storage.TemporaryFolder();
        var missing = folder.File("typo");

        var said = await CommandProcess.Run(missing, "export", "incidents", "--format", "csv", "--out", folder.File("x.csv"));

        Assert.Equal(2, said.Exit);
        Assert.Contains("There is no data in", said.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(missing));
    }

    private static async Task Reported(TelegramService service)
    {
        var walker = new Walker(service.Fake, 7_001, seed: 1);
        await walker.WalkToDetails();
        await walker.Finish();
    }
}
