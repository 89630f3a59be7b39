using System.Security.Cryptography;
using System.Text;

namespace Moomken.Bot.Conversations;

/// <summary>Knows words again without keeping them.</summary>
public static class TextPrint
{
    private const int Bytes = 8;

    /// <summary>Empty for nothing; the same for texts that differ only in spaces at their ends.</summary>
    public static string Of(string? text) =>
        string.IsNullOrWhiteSpace(text) ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Trim())).AsSpan(0, Bytes));
}
