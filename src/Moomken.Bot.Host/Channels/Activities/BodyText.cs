using System.Text;

namespace Moomken.Bot.Host.Channels.Activities;

/// <summary>Reads a body up to a length, whatever the client claims.</summary>
public static class BodyText
{
    /// <summary>Null when there are more characters than allowed; the rest is not read.</summary>
    public static async Task<string?> ReadAsync(Stream body, int maxChars, CancellationToken cancellation)
    {
        using var reader = new StreamReader(body, new UTF8Encoding(false), false, 4096, leaveOpen: true);
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            if (text.Length + read > maxChars)
            {
                return null;
            }

            text.Append(buffer, 0, read);
        }

        return text.ToString();
    }

    public static Task<string?> ReadAsync(HttpRequest request, int maxChars) =>
        ReadAsync(request.Body, maxChars, request.HttpContext.RequestAborted);
}
