using System.Security.Cryptography;
using System.Text;

namespace Moomken.Bot.Fakes.Twilio;

/// <summary>Signs as Twilio does; written from its description and apart from the service's own check.</summary>
public static class TwilioSigner
{
    public static string Sign(string token, string url, IEnumerable<KeyValuePair<string, string>> form)
    {
        var text = new StringBuilder(url);
        var names = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in form)
        {
            if (!names.TryGetValue(name, out var values))
            {
                names[name] = values = new SortedSet<string>(StringComparer.Ordinal);
            }

            values.Add(value);
        }

        foreach (var (name, values) in names)
        {
            foreach (var value in values)
            {
                text.Append(name).Append(value);
            }
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(token));
        hmac.AppendData(Encoding.UTF8.GetBytes(text.ToString()));
        return Convert.ToBase64String(hmac.GetHashAndReset());
    }
}
