using System.Buffers;
using System.Text;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>
/// A form body as a list of pairs, in order, exactly as it was posted. The framework's own reader takes <c>a</c> and
/// <c>A</c> for one name and would call a good signature false. Any bytes can be read; what is not text becomes U+FFFD.
/// </summary>
public sealed class TwilioForm
{
    /// <summary>Twilio sends some thirty fields; more than this is no message.</summary>
    public const int MostFields = 500;

    private TwilioForm(IReadOnlyList<(string Name, string Value)> fields) => Fields = fields;

    public IReadOnlyList<(string Name, string Value)> Fields { get; }

    /// <summary>The first value of a field; null when it is not there or empty, which Twilio does not tell apart.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var field in Fields)
            {
                if (field.Value.Length > 0 && string.Equals(field.Name, name, StringComparison.Ordinal))
                {
                    return field.Value;
                }
            }

            return null;
        }
    }

    /// <summary>Null when there are more than <see cref="MostFields"/>.</summary>
    public static TwilioForm? Read(ReadOnlySpan<byte> body)
    {
        var fields = new List<(string, string)>(32);
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            if (fields.Count == MostFields)
            {
                return null;
            }

            var equals = pair.IndexOf((byte)'=');
            fields.Add(equals < 0 ? (Decode(pair), "") : (Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
        }

        return new TwilioForm(fields);
    }

    public static TwilioForm Of(params IEnumerable<(string Name, string Value)> fields) => new([.. fields]);

    /// <summary>As it goes over the wire.</summary>
    public byte[] Write() => Encoding.ASCII.GetBytes(string.Join('&', Fields.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}")));

    public TwilioForm Without(string name) => new([.. Fields.Where(field => !string.Equals(field.Name, name, StringComparison.Ordinal))]);

    private static string Decode(ReadOnlySpan<byte> encoded)
    {
        if (encoded.IndexOfAny((byte)'%', (byte)'+') < 0)
        {
            return Encoding.UTF8.GetString(encoded);
        }

        var bytes = ArrayPool<byte>.Shared.Rent(encoded.Length);
        try
        {
            return Encoding.UTF8.GetString(bytes.AsSpan(0, Unescape(encoded, bytes)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static int Unescape(ReadOnlySpan<byte> encoded, Span<byte> bytes)
    {
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var isEscape = encoded[i] == '%' && i + 2 < encoded.Length && char.IsAsciiHexDigit((char)encoded[i + 1]) && char.IsAsciiHexDigit((char)encoded[i + 2]);
            if (isEscape)
            {
                bytes[length++] = (byte)((Convert.FromHexString([(char)encoded[i + 1], (char)encoded[i + 2]]))[0]);
                i += 2;
                continue;
            }

            bytes[length++] = encoded[i] == '+' ? (byte)' ' : encoded[i];
        }

        return length;
    }
}
