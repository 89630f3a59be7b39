using System.Text.Json.Serialization;
using Moomken.Bot.Storage;

namespace Moomken.Bot.People;

/// <summary>A code that was shown on one channel, to be typed on another of the same person's.</summary>
/// <param name="Id">Keyed hash of the code.</param>
/// <param name="Shown">The conversation that showed it, and that must say yes.</param>
/// <param name="ExpiresAt">From then on it links nothing.</param>
/// <param name="Typed">The conversation in which it was typed; null before.</param>
public sealed record Link(string Id, string Shown, DateTimeOffset ExpiresAt, string? Typed = null)
{
    public static readonly DocumentKind<Link> Documents = new("links", link => link.Id, LinkJson.Default.Link);

    /// <summary>Long enough to find the other phone; short enough that a code read over a shoulder is worth little.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(15);
}

[JsonSerializable(typeof(Link))]
internal sealed partial class LinkJson : JsonSerializerContext;
