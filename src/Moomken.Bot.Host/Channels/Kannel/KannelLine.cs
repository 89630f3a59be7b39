using System.Collections.Immutable;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>
/// Our number at one operator. Each is a channel and an account of its own: who writes to one is answered from it and by the same link,
/// and a rate or a lease of one says nothing of another.
/// </summary>
/// <param name="Name">The channel's name.</param>
/// <param name="From">Our number or short code there.</param>
/// <param name="Link">The smsc-id of kannel.conf; null with one operator, where Kannel needs not be told.</param>
public sealed record KannelLine(string Name, string From, string? Link)
{
    public ChannelAddress Person(string user) => new(Name, From, user);

    public static string NameOf(string link) => $"{KannelChannel.ChannelName}-{link}";
}

/// <summary>All of them, the first of the settings first.</summary>
public sealed class KannelLines(KannelOptions options)
{
    public ImmutableArray<KannelLine> All { get; } = [new KannelLine(KannelChannel.ChannelName, options.From!, options.Link), .. options.Links];

    public KannelLine? Named(string name) => All.FirstOrDefault(line => line.Name == name);

    /// <summary>By which one something came in: smsbox names the link; one that does not, names our number.</summary>
    public KannelLine Of(IQueryCollection query)
    {
        var (link, to) = (query["smsc"].ToString(), query["to"].ToString());
        return All.FirstOrDefault(line => line.Link is not null && line.Link == link) ?? All.FirstOrDefault(line => line.From == to) ?? All[0];
    }

    /// <summary>Two services that answer one another never end.</summary>
    public bool IsOurs(string from) => All.Any(line => line.From == from || (KannelNumbers.Read(line.From) is { } own && KannelNumbers.Read(from) == own));
}
