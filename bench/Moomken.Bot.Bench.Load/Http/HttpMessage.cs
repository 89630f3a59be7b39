namespace Moomken.Bot.Bench.Load.Http;

/// <summary>One request or response as it was read. Its memory is the reader's: valid until the next read.</summary>
/// <param name="StartLine">The request line or the status line.</param>
/// <param name="Body">The body, without any transfer coding.</param>
public readonly record struct HttpMessage(ReadOnlyMemory<byte> StartLine, ReadOnlyMemory<byte> Body)
{
    /// <summary>The status of a response; 0 when the line is not a status line.</summary>
    public int Status
    {
        get
        {
            var line = StartLine.Span;
            return line.Length >= 12 && System.Buffers.Text.Utf8Parser.TryParse(line.Slice(9, 3), out int status, out _) ? status : 0;
        }
    }
}
