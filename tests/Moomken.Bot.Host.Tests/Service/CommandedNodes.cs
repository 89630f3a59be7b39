using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Moomken.Bot.Conversations;
using Moomken.Bot.Evidence;
using Moomken.Bot.Host.Commands;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.Requests;
using Moomken.Bot.Storage;
using Npgsql;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>A node on PostgreSQL with a report and its photo, and commands that are typed in this process: they find the database by the same settings.</summary>
internal sealed class CommandedNodes : IAsyncDisposable
{
    private const long Chat = 7_801;

    private readonly TemporaryFolder folder = new();
    private readonly TelegramNodes nodes;
    private readonly Dictionary<string, string> words = new(StringComparer.Ordinal);
    private int rounds;

    private CommandedNodes(TelegramNodes nodes) => this.nodes = nodes;

    public static async Task<CommandedNodes> Start()
    {
        var made = new CommandedNodes(await TelegramNodes.Make(1));
        await made.nodes.Processes[0].Start();
        var walker = new Walker(made.nodes.Fake, Chat, seed: 3);
        await walker.WalkToDetails();
        await made.nodes.Fake.UserSendsPhoto(Chat, [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4]);
        await walker.Next();
        await walker.Finish();
        await made.nodes.Processes[0].Until(async () => await made.Beside(reader => reader.Scan(EvidenceItem.Documents, 10) is [{ State: EvidenceState.Kept }]));
        made.words["case"] = await made.Beside(reader => reader.Scan(Incident.Documents, 10).Single().ShownCode);
        return made;
    }

    /// <summary>What commands look for: three failed messages, a dead letter, a request, tables to import, a new folder for files.</summary>
    public async Task Fill(string round)
    {
        rounds++;
        Directory.CreateDirectory(folder.File(round));
        (words["out"], words["codes"], words["places"], words["observers"]) = (folder.File(round), folder.File($"{round}/codes.csv"), folder.File($"{round}/places.csv"), folder.File($"{round}/observers.csv"));
        await File.WriteAllTextAsync(words["places"], $"id,name_ar,municipality,centre\n90{rounds},مدرسة الفتح,LY021401,\n90{rounds}1,محطة 1,LY021401,90{rounds}\n");
        await File.WriteAllTextAsync(words["observers"], $"name,phone,municipality\nسالم الفيتوري,091234567{rounds},LY021401\n");
        using var vault = KeyFile.Open(nodes.DataFolder);
        await using var store = PostgresStore.Open(new PostgresOptions { ConnectionString = nodes.Database }, vault, TimeProvider.System);
        var ids = IdSource.System(TimeProvider.System);
        (words["failed 1"], words["failed 2"], words["letter"], words["request"]) = (ids.Next(), ids.Next(), ids.Next(), ids.NextCode());
        await store.WriteAsync(transaction =>
        {
            var conversation = transaction.Scan(Conversation.Documents, 10).First(known => known.Channel == "telegram" && !known.NeverWrote);
            foreach (var id in (string[])[words["failed 1"], words["failed 2"], ids.Next()])
            {
                transaction.Put(FailedMessage.Documents, new FailedMessage(id, conversation.Id, "refused", TimeProvider.System.GetUtcNow(), Message(id)));
            }

            transaction.Put(DeadLetter.Documents, new DeadLetter(words["letter"], "telegram", TimeProvider.System.GetUtcNow(), "not_json", vault.Seal("خطأ؟"u8[..5])));
            transaction.Scan(HandoverRequest.Documents, 10).ToList().ForEach(older => transaction.Delete(HandoverRequest.Documents, older.Id));
            transaction.Put(HandoverRequest.Documents, new HandoverRequest(ids.Next(), words["request"], conversation.PersonId, TimeProvider.System.GetUtcNow(), "اتصلوا بي", false));
            return true;
        });
    }

    public async Task<(int Exit, string Answer)> Type(string line, string? database = null)
    {
        using var output = new StringWriter();
        var settings = TelegramService.SettingsFor(nodes.Fake).Concat(nodes.Storage).Append(new("Moomken__DataDirectory", nodes.DataFolder)).Append(new("Moomken__PublicBaseUrl", nodes.PublicUrl))
            .Append(new("Storage__ConnectionString", database is null ? nodes.Database : new NpgsqlConnectionStringBuilder(nodes.Database) { Database = database }.ConnectionString))
            .Select(setting => $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}").ToArray();
        var configuration = () => SettingsSources.Builder(settings).Configuration as IConfiguration;
        Operate operate = new OperationDesk(() => SettingsSources.Builder(settings)).RunAsync;
        var root = new RootCommand
        {
            DoctorCommand.Create(configuration, operate, TimeProvider.System), OutboxCommand.Create(operate), LettersCommand.Create(operate), RequestsCommand.Create(operate), EvidenceCommand.Create(operate),
            ExportCommand.Create(operate), ImportCommand.Create(operate, configuration), AuditCommand.Create(operate), BackupCommand.Create(operate, configuration, TimeProvider.System),
        };
        var typed = words.Aggregate(line, (typed, word) => typed.Replace($"{{{word.Key}}}", word.Value.Replace(' ', '_'), StringComparison.Ordinal));
        var exit = await root.Parse(typed.Split(' ')).InvokeAsync(new InvocationConfiguration { Output = output, Error = output }, TestContext.Current.CancellationToken);
        return (exit, output.ToString());
    }

    /// <summary>The message that was retried has arrived; without a node when one starts again.</summary>
    public async Task SentAgain()
    {
        if (nodes.Processes[0].HasExited)
        {
            await nodes.Processes[0].Start();
        }

        await nodes.Processes[0].Until(() => Task.FromResult(nodes.Fake.MessagesTo(Chat).Count(message => message.Text == "أعيد إرسالها") == rounds));
    }

    public Task Stop() => nodes.Processes[0].Terminate();

    public async ValueTask DisposeAsync()
    {
        await nodes.DisposeAsync();
        folder.Dispose();
    }

    private Task<T> Beside<T>(Func<IStoreReader, T> read) => nodes.Stored(read);

    private static OutboundMessage Message(string id) => new()
    {
        Id = id,
        Tongue = Dialogs.Language.Tongue.Arabic,
        Text = "أعيد إرسالها",
        CreatedAt = TimeProvider.System.GetUtcNow(),
        ExpiresAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(24),
    };
}
