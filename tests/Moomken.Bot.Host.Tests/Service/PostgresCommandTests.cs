using Moomken.Bot.Host.Operations;
using Moomken.Bot.Host.Tests.Storage.Postgres;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>What the operator of a service on PostgreSQL types and reads, beside a node that runs and with none.</summary>
[Collection(ServiceTests.Name)]
public class PostgresCommandTests
{
    /// <summary>What is typed, and what must be in the answer. Words in braces stand for what <see cref="CommandedNodes"/> has put there.</summary>
    private static readonly (string Typed, string Said)[] Commands =
    [
        ("doctor --no-network", "PostgreSQL, test_"),
        ("outbox list", "3 failed: refused 3."),
        ("outbox retry {failed 1}", "1 on the way again."),
        ("outbox drop {failed 2}", "1 dropped."),
        ("outbox retry --reason nothing", ""),
        ("outbox drop --all", "1 dropped."),
        ("letters list", "1 dead letters."),
        ("letters show {letter} --role lead --reason مراجعة --out {out}", "5 bytes as telegram sent them written to"),
        ("letters drop {letter} --role lead --reason مراجعة", "1 dropped."),
        ("requests list", "1 of 1 requests wait."),
        ("requests show {request} --role lead --reason مراجعة", "Words:    اتصلوا بي"),
        ("requests answered {request}", "is noted as answered."),
        ("evidence list {case}", "1 files."),
        ("evidence export {case} --role lead --reason مراجعة --out {out}", "1 files asked for."),
        ("export incidents --format csv --out {out}", "1 rows"),
        ("export incidents --format json --out {out} --with-names --role lead --reason مراجعة", "with names"),
        ("import places {places}", "2 new, 0 changed, 0 unchanged place(s)."),
        ("import places {places}", "0 new, 0 changed, 2 unchanged place(s)."),
        ("import observers {observers} --out {codes}", "1 new, 0 changed, 0 unchanged observer(s)."),
        ("import observers {observers} --out {codes}2", "0 new, 0 changed, 1 unchanged observer(s)."),
        ("audit list", "مراجعة"),
        ("backup create --out {out}", "A backup written to"),
        ("doctor --no-network", "ok    backup      The last is"),
    ];

    [Fact]
    public async Task Every_command_works_beside_a_running_node_and_with_none()
    {
        await using var nodes = await CommandedNodes.Start();
        foreach (var beside in (bool[])[true, false])
        {
            await nodes.Fill(beside ? "beside" : "alone");
            foreach (var (typed, said) in Commands)
            {
                var (exit, answer) = await nodes.Type(typed);
                Assert.True(exit == (typed.Contains("--reason nothing", StringComparison.Ordinal) ? Operation.Failed : Operation.Done), $"{typed}: {exit}\n{answer}");
                Assert.True(answer.Contains(said, StringComparison.Ordinal), $"{typed}\n{answer}");
                Assert.DoesNotContain(TestCluster.Password, answer, StringComparison.Ordinal);
            }

            var (wrong, found) = await nodes.Type("doctor --no-network", database: "nowhere");
            Assert.Equal(1, wrong);
            Assert.Contains("FAIL  store       There is no database nowhere on", found, StringComparison.Ordinal);
            await nodes.SentAgain();
            if (beside)
            {
                await nodes.Stop();
            }
        }
    }

    [Fact]
    public async Task The_start_the_doctor_and_the_backup_name_the_database_and_no_password()
    {
        await using var nodes = await TelegramNodes.Make(1);
        await nodes.Processes[0].Start();

        var doctor = await CommandProcess.Run(nodes.DataFolder, nodes.Storage, "doctor", "--no-network");
        var wrong = new Dictionary<string, string> { ["Storage__ConnectionString"] = nodes.Database };
        var ill = await CommandProcess.Run(nodes.DataFolder, wrong, "doctor", "--no-network");

        await nodes.Processes[0].Until(() => Task.FromResult(nodes.Output.Contains("Data:      PostgreSQL, test_", StringComparison.Ordinal)));
        Assert.Equal(Operation.Done, doctor.Well().Exit);
        Assert.Contains("PostgreSQL, test_", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("None was made yet by this program", doctor.Output, StringComparison.Ordinal);
        Assert.NotEqual(Operation.Done, ill.Exit);
        Assert.Contains("Storage__Provider is LiteDb", ill.Output, StringComparison.Ordinal);
        Assert.All([nodes.Output, doctor.Output, doctor.Errors, ill.Output, ill.Errors], said => Assert.DoesNotContain(TestCluster.Password, said, StringComparison.Ordinal));
    }
}
