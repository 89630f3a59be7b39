using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Evidence;
using Moomken.Bot.Host.Commands;
using Moomken.Bot.Host.Evidence;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Incidents;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Host.Tests.Operations;

/// <summary>An operator's commands over a store in memory, typed as they are typed.</summary>
internal sealed class OperationWorld : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider services;

    public OperationWorld()
    {
        Files = new DiskEvidenceFiles(folder.File("data"));
        services = new ServiceCollection()
            .AddSingleton<IStore>(Store).AddSingleton<TimeProvider>(Time).AddSingleton(new IdSource(Time, new Random(7).NextBytes))
            .AddSingleton(Vault).AddSingleton(new EvidenceReading(Store, Files, Vault, Time))
            .AddSingleton(new ExportSources { Catalogue = IncidentCatalogue.Empty, Reporter = _ => new ReporterIdentity("سالم القناري", "+218912345678", "R7K2") })
            .BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    public FakeStore Store { get; } = new();

    public Vault Vault { get; } = TestVault.New();

    public DiskEvidenceFiles Files { get; }

    public StringWriter Output { get; } = new();

    public StringWriter Errors { get; } = new();

    /// <summary>The folder for files that commands make.</summary>
    public string Folder => folder.Path;

    public string[] Made => [.. Directory.GetFiles(folder.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public Task Put<T>(DocumentKind<T> kind, T document)
        where T : class => Store.WriteAsync(transaction =>
    {
        transaction.Put(kind, document);
        return true;
    });

    public Task<IReadOnlyList<T>> All<T>(DocumentKind<T> kind)
        where T : class => Store.ReadAsync(reader => reader.Scan(kind, 1_000));

    public Task<int> Type(params string[] line)
    {
        Operate operate = (request, cancellation) =>
            OperationFaults.RunAsync(request.Operation, services, request.Request, new OperationCall(request.Console, request.Console.Input), cancellation);
        var root = new RootCommand
        {
            OutboxCommand.Create(operate), LettersCommand.Create(operate), RequestsCommand.Create(operate), EvidenceCommand.Create(operate), AuditCommand.Create(operate),
        };
        return root.Parse(line).InvokeAsync(new InvocationConfiguration { Output = Output, Error = Errors }, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        services.Dispose();
        Vault.Dispose();
        folder.Dispose();
    }
}
