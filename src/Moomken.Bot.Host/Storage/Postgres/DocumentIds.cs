using System.Text;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.Postgres;

internal static class DocumentIds
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>False for what no document can be called; PostgreSQL would fail the whole batch for asking.</summary>
    public static bool CanBeStored(string id)
    {
        if (id.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            return Strict.GetByteCount(id) <= StoreTransaction.LongestId;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
