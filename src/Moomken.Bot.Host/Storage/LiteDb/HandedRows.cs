namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>What goes to disk together, and who waits for it.</summary>
internal sealed class HandedRows
{
    public MemoryStream Frames { get; private set; } = new(64 * 1024);

    public List<Work> Works { get; } = [];

    public int Rows { get; set; }

    public void Clear()
    {
        Works.Clear();
        Rows = 0;
        Frames.SetLength(0);
        if (Frames.Capacity > 1024 * 1024)
        {
            // After a large document: the usual batch needs a few kilobytes.
            Frames = new MemoryStream(64 * 1024);
        }
    }
}
