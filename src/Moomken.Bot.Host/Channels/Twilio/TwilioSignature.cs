using System.Security.Cryptography;
using System.Text;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>
/// X-Twilio-Signature: HMAC-SHA1, under the account's auth token, of the whole address and then of every field of the form.
/// SHA-1 is what Twilio uses; as an HMAC it is still sound.
/// </summary>
public static class TwilioSignature
{
    public const string Header = "X-Twilio-Signature";

    /// <summary>Characters of a signature.</summary>
    public const int Length = 28;

    private const string BodyHash = "bodySHA256";

    /// <summary>
    /// True when one of the tokens signed this. A body that is no form is signed by its hash in the address, and an address
    /// with such a hash is never taken for a form's.
    /// </summary>
    /// <param name="tokens">Of the account, the current and the next.</param>
    /// <param name="url">Public base address and raw target, as Twilio requested it.</param>
    /// <param name="form">Null for a body that is no form.</param>
    /// <param name="body">The raw bytes.</param>
    /// <param name="signature">The header.</param>
    public static bool IsGood(IEnumerable<string> tokens, string url, TwilioForm? form, ReadOnlySpan<byte> body, string signature)
    {
        if (signature.Length != Length)
        {
            return false;
        }

        var hash = BodyHashOf(url);
        if (hash is null ? form is null : !IsHashOf(body, hash))
        {
            return false;
        }

        var fields = hash is null ? Fields(form!) : "";
        var given = Encoding.UTF8.GetBytes(signature);
        var good = false;
        foreach (var token in tokens)
        {
            foreach (var spelling in Spellings(url))
            {
                good |= CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(token, spelling + fields)), given);
            }
        }

        return good;
    }

    /// <summary>The signature of a form, as Twilio makes it.</summary>
    public static string Of(string token, string url, TwilioForm form) => Sign(token, url + Fields(form));

    private static string Sign(string token, string text) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(text)));

    /// <summary>Names sorted by code unit; of a name that comes several times, its different values, sorted likewise.</summary>
    private static string Fields(TwilioForm form)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in form.Fields.Distinct().OrderBy(field => field.Name, StringComparer.Ordinal).ThenBy(field => field.Value, StringComparer.Ordinal))
        {
            text.Append(name).Append(value);
        }

        return text.ToString();
    }

    /// <summary>A proxy may show a port that Twilio did not sign, or hide the standard one that it did; and a host is written in any case.</summary>
    private static IEnumerable<string> Spellings(string url)
    {
        yield return url;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
        {
            yield break;
        }

        // Only what stands before the path is rewritten: the rest is signed to the letter.
        var path = url.IndexOf('/', url.IndexOf("//", StringComparison.Ordinal) + 2);
        var rest = path < 0 ? "" : url[path..];
        var host = $"{uri.Scheme}://{(uri.UserInfo.Length > 0 ? uri.UserInfo + "@" : "")}{uri.Host}";
        yield return host + rest;
        yield return $"{host}:{uri.Port}{rest}";
    }

    private static string? BodyHashOf(string url)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? null : url[(query + 1)..].Split('&')
            .Where(part => part.StartsWith(BodyHash + "=", StringComparison.Ordinal))
            .Select(part => part[(BodyHash.Length + 1)..]).FirstOrDefault();
    }

    private static bool IsHashOf(ReadOnlySpan<byte> body, string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Convert.ToHexStringLower(SHA256.HashData(body))), Encoding.UTF8.GetBytes(hash));
}
