using Microsoft.Extensions.DependencyInjection.Extensions;
using Moomken.Bot.Host.Doctor;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>The one place that puts the channel together.</summary>
public static class KannelRegistration
{
    /// <summary>
    /// Registers the channel; when it is off or wrong, only its <see cref="KannelOptions"/>. The host checks
    /// <see cref="KannelOptions.Validate"/> before it builds, and registers what the channel needs: <see cref="Receive"/>,
    /// <see cref="TakeReport"/>, <see cref="Moomken.Bot.Storage.IStore"/>, <see cref="Sealing.Vault"/>, <see cref="IdSource"/>, <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The host's.</param>
    /// <param name="configuration">The whole of it, not the section.</param>
    public static KannelOptions AddKannel(this IServiceCollection services, IConfiguration configuration)
    {
        var options = KannelOptions.Read(configuration);
        services.AddSingleton(options);
        if (!options.IsOn || options.Validate().Count > 0)
        {
            return options;
        }

        services.TryAddSingleton<ChannelCounters>();
        services.AddSingleton<KannelLines>();
        services.AddSingleton<KannelGate>();
        services.AddSingleton<KannelTicket>();
        services.AddSingleton<KannelMessageReader>();
        services.AddSingleton<KannelReportReader>();
        services.AddSingleton<KannelIntake>();
        services.AddSingleton<SendSms>(provider => new SendSms(provider.GetRequiredService<KannelOptions>()));
        services.AddSingleton<KannelReach>();
        services.AddSingleton<DoctorCheck>(_ => async cancellation => [.. (await KannelDoctor.Look(options, cancellation)).Select(Line)]);
        foreach (var line in new KannelLines(options).All)
        {
            services.AddSingleton<IChannel>(provider => ActivatorUtilities.CreateInstance<KannelChannel>(provider, line));
        }

        services.AddSingleton<KannelWebhook>();
        return options;
    }

    /// <summary>Maps the two addresses that smsbox calls, nothing when the channel is off. A message comes by POST (post-url) or GET (get-url).</summary>
    public static void MapKannel(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<KannelWebhook>() is { } webhook)
        {
            routes.MapMethods(KannelOptions.MessagePath, [HttpMethods.Post, HttpMethods.Get], (RequestDelegate)webhook.Message);
            routes.MapGet(KannelOptions.ReportPath, (RequestDelegate)webhook.Report);
        }
    }

    /// <summary>One line for the start of the program: the state of the channel, and how to turn it on.</summary>
    public static string StatusLine(this KannelOptions options) => options.IsOn
        ? $"Kannel: on, SMS to and from {string.Join(", ", new KannelLines(options).All.Select(line => line.Link is null ? line.From : $"{line.From} ({line.Link})"))}; smsbox posts to {options.CallbackBaseUrl}{KannelOptions.MessagePath}"
        : "Kannel: off. To take SMS through an operator's link, set Kannel__SendUrl and what docs/channels.md says with it.";

    private static DoctorLine Line(KannelFinding finding) => finding.Well
        ? DoctorLine.Well("kannel", finding.Text)
        : DoctorLine.Fail("kannel", $"{finding.Text} {finding.Mend}");
}
