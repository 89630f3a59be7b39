using System.Buffers.Text;

namespace Moomken.Bot.Bench.Load.Http;

/// <summary>Puts pieces one after another into a buffer that is large enough.</summary>
internal ref struct Utf8Line(Span<byte> target)
{
    private readonly Span<byte> target = target;

    public int Length { get; private set; }

    public void Add(ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(target[Length..]);
        Length += piece.Length;
    }

    public void Add(long number)
    {
        if (!Utf8Formatter.TryFormat(number, target[Length..], out var written))
        {
            throw new InvalidOperationException("An update is longer than the request buffer.");
        }

        Length += written;
    }
}
