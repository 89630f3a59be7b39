using System.Globalization;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>One thing that was looked at.</summary>
/// <param name="Well">False when somebody has to do something.</param>
/// <param name="Text">What was found; no secret, no personal data.</param>
/// <param name="Mend">What to do; empty when all is well.</param>
public sealed record KannelFinding(bool Well, string Text, string Mend = "");

/// <summary>Looks at Kannel as an operator would: do both boxes run, do the links stand, does anything pile up, is our login right.</summary>
public static class KannelDoctor
{
    /// <summary>More than this waiting on disk is no burst any more.</summary>
    private const int ManyStored = 100;

    /// <summary>Empty when the channel is off. Never throws for what a network can do. Nothing is sent to anybody.</summary>
    public static async Task<IReadOnlyList<KannelFinding>> Look(KannelOptions options, CancellationToken cancellation)
    {
        if (!options.IsOn)
        {
            return [];
        }

        using var sendSms = new SendSms(options);
        var login = Login(await sendSms.Knock(cancellation), options);
        if (options.StatusUrl is null)
        {
            return [login, new KannelFinding(false, "Kannel: its state is not looked at.", "Set Kannel__StatusUrl (usually http://127.0.0.1:13000/status.xml) and Kannel__StatusPassword.")];
        }

        return [login, .. Judge(await KannelStatus.Fetch(options, cancellation), Host(options.StatusUrl), [.. new KannelLines(options).All.Select(line => line.Link).OfType<string>()])];
    }

    /// <param name="page">What bearerbox gave; null when it gave nothing.</param>
    /// <param name="host">Where it was asked, for the operator.</param>
    /// <param name="wanted">Links that the settings name.</param>
    internal static IEnumerable<KannelFinding> Judge(string? page, string host, params string[] wanted)
    {
        if (page is null)
        {
            return [new KannelFinding(false, $"Kannel: bearerbox does not answer at {host}.", "Look at systemctl status kannel-bearerbox. While it is down the operator keeps what people send, for as long as it does.")];
        }

        if (page.Contains("Denied", StringComparison.Ordinal))
        {
            return [new KannelFinding(false, "Kannel: bearerbox refuses Kannel__StatusPassword.", "Make it the same as status-password in kannel.conf.")];
        }

        return KannelStatus.Read(page) is { } status
            ? [Running(status), Boxes(status), .. Links(status), .. Unknown(status, wanted), .. Waiting(status), .. Reports(status)]
            : [new KannelFinding(false, $"Kannel: what answers at {host} is no bearerbox.", "Correct Kannel__StatusUrl: admin-port of kannel.conf, path /status.xml.")];
    }

    private static KannelFinding Login(SendSmsAnswer answer, KannelOptions options) => answer switch
    {
        { Fault: not null } => new KannelFinding(false, $"Kannel: smsbox does not answer at {Host(options.SendUrl!)}.", "Look at systemctl status kannel-smsbox. Replies wait here until it is back."),
        { Status: 400, Body: var said } when said.Contains("receiver", StringComparison.OrdinalIgnoreCase) => new KannelFinding(true, "Kannel: smsbox takes our name and password."),
        { Status: 403 } => new KannelFinding(false, "Kannel: smsbox refuses our name, password or network address.", "Make Kannel__Username and Kannel__Password the same as in group sendsms-user of kannel.conf, and see user-allow-ip there."),
        _ => new KannelFinding(false, $"Kannel: what answers at {Host(options.SendUrl!)} is no smsbox.", "Correct Kannel__SendUrl: sendsms-port of kannel.conf, path /cgi-bin/sendsms."),
    };

    private static KannelFinding Running(KannelStatus status) => status.State == "running"
        ? new KannelFinding(true, "Kannel: bearerbox runs.")
        : new KannelFinding(false, $"Kannel: bearerbox is {status.State}.", "Isolated and suspended are ended with /resume at its admin port; anything else with systemctl restart kannel-bearerbox.");

    private static KannelFinding Boxes(KannelStatus status) => status.Boxes > 0
        ? new KannelFinding(true, "Kannel: smsbox is connected to bearerbox.")
        : new KannelFinding(false, "Kannel: no smsbox is connected to bearerbox; nothing comes in or goes out.", "systemctl restart kannel-smsbox. What people sent waits on disk in bearerbox.");

    private static IEnumerable<KannelFinding> Links(KannelStatus status) => status.Links.IsEmpty
        ? [new KannelFinding(false, "Kannel: there is no link to any operator.", "Add a group smsc to kannel.conf, with a smsc-id.")]
        : status.Links.Select(link => link.State switch
        {
            "online" => new KannelFinding(true, $"Kannel: link {link.Id} is online, {Digits(link.Queued)} SMS wait for it."),
            "dead" => new KannelFinding(false, $"Kannel: link {link.Id} is dead: the operator refused smsc-username or smsc-password, or somebody stopped it.", "Correct the group in kannel.conf and restart kannel-bearerbox, or ask the operator."),
            var state => new KannelFinding(false, $"Kannel: link {link.Id} is {state}; {Digits(link.Queued)} SMS wait for it.", "Is the line (VPN) to the operator up? Ask the operator. Nothing is lost meanwhile."),
        });

    private static IEnumerable<KannelFinding> Unknown(KannelStatus status, string[] wanted) =>
        from link in wanted
        where status.Links.All(known => known.Id != link)
        select new KannelFinding(false, $"Kannel: there is no link {link}; what goes by it is not routable.", "Make smsc-id in kannel.conf the same as Kannel__Link and Kannel__Links__N__Id.");

    private static IEnumerable<KannelFinding> Waiting(KannelStatus status) => status.Stored <= ManyStored
        ? []
        : [new KannelFinding(false, $"Kannel: {Digits(status.Stored)} SMS wait in its store.", "A link that is down, a smsbox that hangs, or this service refusing them: look at the other lines, and at smsbox.log.")];

    private static IEnumerable<KannelFinding> Reports(KannelStatus status) => status.ReportStorage == "spool"
        ? []
        : [new KannelFinding(false, $"Kannel: delivery reports are kept in \"{status.ReportStorage}\", which a kill loses.", "Set dlr-storage = \"spool\" and dlr-spool in group core of kannel.conf.")];

    private static string Host(string url) => new Uri(url).Authority;

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
