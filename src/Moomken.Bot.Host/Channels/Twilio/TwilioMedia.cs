using Moomken.Bot.Host.Outside;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>
/// Downloads files that people sent. Twilio asks for the account's credentials and then leads to a storage elsewhere; the
/// credentials go to our account at the API's own host and nowhere else.
/// </summary>
public sealed class TwilioMedia(TwilioApi api, TwilioOptions options) : IDisposable
{
    private readonly OutsideDownload download = new(
        options.IsStandIn ? OutsideConnections.Trusting(options.Api) : new OutsideConnections(),
        address => IsOurAccount(api, address) ? api.Credential : null);

    public Task<FetchResult> Fetch(string address, long maxBytes, CancellationToken cancellation) => download.Fetch(address, maxBytes, cancellation);

    public void Dispose() => download.Dispose();

    internal static bool IsOurAccount(TwilioApi api, Uri address) =>
        address.Scheme == api.Account.Scheme
        && string.Equals(address.IdnHost, api.Account.IdnHost, StringComparison.OrdinalIgnoreCase)
        && address.Port == api.Account.Port
        && address.AbsolutePath.StartsWith(api.Account.AbsolutePath, StringComparison.Ordinal);
}
