using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>What bearerbox says of itself at <c>/status.xml</c>.</summary>
/// <param name="State"><c>running</c>, <c>isolated</c>, <c>suspended</c>, <c>shutting down</c>.</param>
/// <param name="Boxes">smsboxes that are connected.</param>
/// <param name="Links">Links to operators, as kannel.conf names them.</param>
/// <param name="Stored">SMS of either direction that wait on disk.</param>
/// <param name="ReportStorage"><c>spool</c> survives a kill, <c>internal</c> does not.</param>
internal sealed record KannelStatus(string State, int Boxes, ImmutableArray<KannelLink> Links, int Stored, string ReportStorage)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Null when nobody answers. Never throws for what a network can do.</summary>
    public static async Task<string?> Fetch(KannelOptions options, CancellationToken cancellation)
    {
        // The password can only go in the address: this client tells nobody of its calls.
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, ActivityHeadersPropagator = null }) { Timeout = Patience };
        try
        {
            return await client.GetStringAsync(new Uri($"{options.StatusUrl}?password={Uri.EscapeDataString(options.StatusPassword!)}"), cancellation);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>Null for what is no such page. Kannel answers a wrong password with 200 and a page that says <c>Denied</c>.</summary>
    public static KannelStatus? Read(string page)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return XDocument.Load(reader).Root is { Name.LocalName: "gateway" } gateway && gateway.Element("status") is { } status ? Of(gateway, status) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static KannelStatus Of(XElement gateway, XElement status) => new(
        status.Value.Split(',')[0].Trim(),
        gateway.Element("boxes")?.Elements("box").Count(box => box.Element("type")?.Value == "smsbox") ?? 0,
        [.. gateway.Element("smscs")?.Elements("smsc").Select(Link) ?? []],
        Number(gateway.Element("sms")?.Element("storesize")),
        gateway.Element("dlr")?.Element("storage")?.Value ?? "");

    private static KannelLink Link(XElement link) => new(
        link.Element("id")?.Value is { Length: > 0 } id ? id : "without smsc-id", (link.Element("status")?.Value ?? "").Split(' ')[0], Number(link.Element("queued")));

    private static int Number(XElement? element) => int.TryParse(element?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <param name="Id">The smsc-id of kannel.conf.</param>
/// <param name="State"><c>online</c>, <c>connecting</c>, <c>re-connecting</c> or <c>dead</c>.</param>
/// <param name="Queued">SMS that wait for this link.</param>
internal sealed record KannelLink(string Id, string State, int Queued);
