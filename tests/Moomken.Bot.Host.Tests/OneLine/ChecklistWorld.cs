using Microsoft.Extensions.DependencyInjection;
using Moomken.Bot.Host.Content;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Tests.Conversations;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.OneLine;
using Moomken.Bot.Tests.Support;

namespace Moomken.Bot.Host.Tests.OneLine;

/// <summary>The service with what ships, and with further forms beside it: only their files are added, and a place that their records are written to.</summary>
internal sealed class ChecklistWorld : IAsyncDisposable
{
    private static readonly Lazy<BotContent> WithChecklist = new(() => Read([Here("Checklist", "dialogs")], [Here("Checklist", "content")]));

    /// <summary>The frozen forms on which the grammar is tested; their word حادث is taken from the shipped form.</summary>
    private static readonly Lazy<BotContent> WithSamples = new(() => Read([], [Path.Combine(Repository.Root, "tests", "Moomken.Bot.Tests", "OneLine", "Sample")]));

    private ChecklistWorld(PlayedService service) => (Service, Me) = (service, new PlayedConversation(service, PlayedWorld.Me));

    public PlayedService Service { get; }

    public PlayedConversation Me { get; }

    public ChecklistRecords Records => (ChecklistRecords)Service.Get<IEnumerable<ILineRecords>>().Single(records => records is ChecklistRecords);

    public static IEnumerable<string> Faults => WithChecklist.Value.Faults;

    public static Task<ChecklistWorld> StartAsync(string channel = "sms", string language = "ar") => StartAsync(WithChecklist.Value, channel, language);

    public static Task<ChecklistWorld> StartWithSamplesAsync() => StartAsync(WithSamples.Value, "sms", "ar");

    /// <summary>What a person sends, and the one reply to it as their phone shows it.</summary>
    public async Task<string> SayAsync(string text)
    {
        var sent = await Me.ActAsync(text) ?? throw new InvalidOperationException($"Not an act: {text}");
        var reply = sent.Single(item => item.To.User == PlayedWorld.Me).Message;
        return string.Join('\n', Rendering.NumberedText.Render(reply, Service.Channel.Profile).Parts);
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    private static async Task<ChecklistWorld> StartAsync(BotContent content, string channel, string language)
    {
        var world = new ChecklistWorld(PlayedWorld.Start(channel, 71, content: content, also: services => services.AddSingleton<ILineRecords, ChecklistRecords>()));
        await PlayedWorld.AgreeAsync(world.Me, language);
        return world;
    }

    private static string Here(params string[] parts) => Path.Combine([Repository.Root, "tests", "Moomken.Bot.Host.Tests", "OneLine", .. parts]);

    private static BotContent Read(IEnumerable<string> dialogs, IEnumerable<string> contents)
    {
        var folder = Directory.CreateTempSubdirectory("moomken-checklist-");
        try
        {
            foreach (var source in new[] { Path.Combine(Repository.Root, "dialogs") }.Concat(dialogs))
            {
                Copy(source, Path.Combine(folder.FullName, "dialogs"));
            }

            foreach (var source in new[] { Path.Combine(Repository.Root, "content") }.Concat(contents))
            {
                Copy(source, Path.Combine(folder.FullName, "content"));
            }

            if (!dialogs.Any())
            {
                var form = Path.Combine(folder.FullName, "content", "forms", "incident.yaml");
                File.WriteAllText(form, File.ReadAllText(form).Replace("حادث, ", "", StringComparison.Ordinal));
            }

            return BotContent.Read(new MoomkenOptions { DataDirectory = folder.FullName, ContentDirectory = Path.Combine(folder.FullName, "content"), DialogsDirectory = Path.Combine(folder.FullName, "dialogs") });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
