using System.Net;
using System.Net.Http.Headers;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Outside;

/// <summary>
/// Downloads a file from an address that came in a message. https only, the standard port, outside addresses only, at most
/// <see cref="MostRedirects"/> redirects, each checked like the first; what authorises is asked for anew for each address,
/// so it never follows a redirect by itself. Hosts that the operator trusts may be http and on another port.
/// Reasons of failure: bad_address, inside_address, redirects, unreachable, throttled, not_authorised, gone.
/// </summary>
/// <param name="connections">Who may be dialled.</param>
/// <param name="authorize">What proves us to this very address; null for nearly all of them.</param>
public sealed class OutsideDownload(OutsideConnections connections, Func<Uri, AuthenticationHeaderValue?> authorize) : IDisposable
{
    public const int MostRedirects = 3;

    /// <summary>For one file with all its redirects; the cap on its size alone would let a slow sender hold a place for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HttpClient client = new(connections.Handler()) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Reads at most <paramref name="maxBytes"/>. Throws only on cancellation.</summary>
    public async Task<FetchResult> Fetch(string address, long maxBytes, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await Follow(address, maxBytes, patience.Token);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            // Retried even so: a network that answers every name with an address of its own (a portal, a filter) is passing
            // trouble, and the evidence must not be given up for it.
            return new FetchResult.Failed(fault.GetBaseException() is InsideAddressException ? "inside_address" : "unreachable", Retryable: true);
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<FetchResult> Follow(string address, long maxBytes, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var next))
        {
            return new FetchResult.Failed("bad_address", Retryable: false);
        }

        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            if (Refused(next) is { } reason)
            {
                return new FetchResult.Failed(reason, Retryable: false);
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, next);
            request.Headers.Authorization = authorize(next);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!IsRedirect(response.StatusCode))
            {
                return response.IsSuccessStatusCode ? await FileBody.ReadAsync(response.Content, maxBytes, cancellation) : Refusal(response.StatusCode);
            }

            if (response.Headers.Location is not { } location || !Uri.TryCreate(next, location, out next))
            {
                return new FetchResult.Failed("bad_address", Retryable: false);
            }
        }

        return new FetchResult.Failed("redirects", Retryable: false);
    }

    /// <summary>What can be told from the address alone; a name is checked again when it is dialled.</summary>
    private string? Refused(Uri address)
    {
        if (address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0)
        {
            return "bad_address";
        }

        if (connections.Trusts(address))
        {
            return null;
        }

        if (address.Scheme != Uri.UriSchemeHttps || !address.IsDefaultPort)
        {
            return "bad_address";
        }

        return IPAddress.TryParse(address.IdnHost, out var number) && !OutsideAddress.Is(number) ? "inside_address" : null;
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private static FetchResult Refusal(HttpStatusCode status) => (int)status switch
    {
        401 or 403 => new FetchResult.Failed("not_authorised", Retryable: true), // a credential may be mended while the file still waits
        408 or >= 500 => new FetchResult.Failed("unreachable", Retryable: true),
        429 => new FetchResult.Failed("throttled", Retryable: true),
        404 => new FetchResult.Failed("gone", Retryable: true), // just after the message a provider may not have the file yet
        _ => new FetchResult.Failed("gone", Retryable: false),
    };
}
