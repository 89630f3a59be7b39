using Moomken.Bot.Host.Operations;
using Moomken.Bot.Host.Tests.Storage.Postgres;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>What the operator of a service on PostgreSQL reads: where the data is and who copies it, and never the password.</summary>
[Collection(ServiceTests.Name)]
public class PostgresCommandTests
{
    [Fact]
    public async Task The_start_the_doctor_and_the_backup_name_the_database_and_no_password()
    {
        await using var nodes = await TelegramNodes.Make(1);
        await nodes.Processes[0].Start();

        var doctor = await CommandProcess.Run(nodes.DataFolder, nodes.Storage, "doctor", "--no-network");
        var backup = await CommandProcess.Run(nodes.DataFolder, nodes.Storage, "backup", "create");

        await nodes.Processes[0].Until(() => Task.FromResult(nodes.Output.Contains("Data:      PostgreSQL, test_", StringComparison.Ordinal)));
        Assert.Equal(Operation.Done, doctor.Well().Exit);
        Assert.Contains("PostgreSQL, test_", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("pg_dump", doctor.Output, StringComparison.Ordinal);
        Assert.Equal(Operation.Failed, backup.Exit);
        Assert.Contains("pg_dump --schema=moomken", backup.Errors, StringComparison.Ordinal);
        Assert.All([nodes.Output, doctor.Output, doctor.Errors, backup.Errors], said => Assert.DoesNotContain(TestCluster.Password, said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_doctor_names_what_is_wrong_with_the_settings_of_the_database_without_repeating_them()
    {
        await using var nodes = await TelegramNodes.Make(1);
        await nodes.Processes[0].Start();
        var settings = new Dictionary<string, string> { ["Storage__ConnectionString"] = nodes.Database };

        var doctor = await CommandProcess.Run(nodes.DataFolder, settings, "doctor", "--no-network");

        Assert.NotEqual(Operation.Done, doctor.Exit);
        Assert.Contains("Storage__Provider is LiteDb", doctor.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(TestCluster.Password, doctor.Output + doctor.Errors, StringComparison.Ordinal);
    }
}
