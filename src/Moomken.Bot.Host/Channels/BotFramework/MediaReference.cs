namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>
/// What is kept of a file that is to be fetched: its address, and whether our token belongs there. That is decided while the
/// activity's proof is at hand, and only for the service URL's own scheme, host and port: anywhere else the token would be a gift.
/// </summary>
internal static class MediaReference
{
    private const string WithToken = "token ";
    private const string WithoutToken = "open ";

    public static string Open(string url) => WithoutToken + url;

    public static string Of(string url, string? serviceUrl) =>
        Uri.TryCreate(url, UriKind.Absolute, out var file) && Uri.TryCreate(serviceUrl, UriKind.Absolute, out var service) && WebAddress.IsSameOrigin(file, service)
            ? WithToken + url
            : Open(url);

    public static (string Url, bool Token) Read(string reference) => reference.StartsWith(WithToken, StringComparison.Ordinal)
        ? (reference[WithToken.Length..], true)
        : (reference.StartsWith(WithoutToken, StringComparison.Ordinal) ? reference[WithoutToken.Length..] : "", false);
}
