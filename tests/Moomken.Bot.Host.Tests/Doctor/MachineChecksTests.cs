using System.Runtime.Versioning;
using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Host.Doctor;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Tests.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Doctor;

[UnsupportedOSPlatform("windows")]
public sealed class MachineChecksTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(100));

    public MachineChecksTests() => KeyFile.Open(Data).Dispose();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_as_the_service_makes_it_is_well()
    {
        Assert.DoesNotContain(Look(), line => line.State == DoctorState.Fail);
        Assert.Empty(Directory.GetFiles(Data, "*.probe"));
    }

    [Fact]
    public void Each_thing_that_is_wrong_is_named_with_the_command_that_mends_it()
    {
        File.SetUnixFileMode(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead);
        File.SetUnixFileMode(Path.Combine(Data, KeyFile.FileName), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        time.SetUtcNow(DateTimeOffset.UnixEpoch.AddYears(200));
        File.SetLastWriteTimeUtc(Path.Combine(Data, KeyFile.FileName), time.GetUtcNow().UtcDateTime.AddHours(1));

        var failed = Look().Where(line => line.State == DoctorState.Fail).ToDictionary(line => line.Part, line => line.Said);

        Assert.Equal(["clock", "folder", "keys"], failed.Keys.Order(StringComparer.Ordinal));
        Assert.Contains($"chmod 700 {Data}", failed["folder"], StringComparison.Ordinal);
        Assert.Contains("chmod 600 ", failed["keys"], StringComparison.Ordinal);
        Assert.Contains("timedatectl", failed["clock"], StringComparison.Ordinal);
    }

    [Fact]
    public void Data_without_its_key_is_a_failure_and_no_folder_at_all_too()
    {
        File.Move(Path.Combine(Data, KeyFile.FileName), folder.File("elsewhere"));
        File.WriteAllText(Path.Combine(Data, "moomken.db"), "data");
        Assert.Contains(Look(), line => line is { Part: "keys", State: DoctorState.Fail });
        Assert.Equal("folder", Assert.Single(new MachineChecks(folder.File("nothing"), time).Run()).Part);
    }

    [Fact]
    public async Task A_part_that_breaks_or_hangs_hides_no_other()
    {
        DoctorCheck well = _ => Task.FromResult<IReadOnlyList<DoctorLine>>([DoctorLine.Well("telegram", "fine")]);
        DoctorCheck breaks = _ => throw new InvalidOperationException("secret-token");
        DoctorCheck hangs = async cancellation =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return [];
        };
        var looking = DoctorChecks.RunAsync([well, breaks, hangs], time, TestContext.Current.CancellationToken);
        time.Advance(DoctorChecks.Patience);
        var lines = await looking;

        Assert.Equal([DoctorState.Well, DoctorState.Fail, DoctorState.Fail], lines.Select(line => line.State));
        Assert.DoesNotContain(lines, line => line.Said.Contains("secret", StringComparison.Ordinal));
        Assert.Contains("no answer within 15 seconds", lines[2].Said, StringComparison.Ordinal);
    }

    private string Data => folder.File("data");

    private IReadOnlyList<DoctorLine> Look() => new MachineChecks(Data, time).Run();
}
