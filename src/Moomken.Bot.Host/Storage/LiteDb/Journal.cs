using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// What is durable before it is in the data file. Two files in turn: one takes what comes in while the rows of the other
/// go into LiteDB. Generations alternate strictly between them, so that the two always hold neighbours: read in order
/// they end in the state that was acknowledged, however much of it LiteDB has already.
/// </summary>
internal sealed class Journal
{
    public static readonly int[] Numbers = [1, 2];

    private readonly JournalFile[] files;
    private int active;

    public Journal(IDisk disk, string fileName)
    {
        files = Array.ConvertAll(Numbers, number => new JournalFile(disk.Open(NameOf(fileName, number))));
    }

    public JournalFile Active => files[active];

    public static string NameOf(string fileName, int number) => Path.ChangeExtension(fileName, $".{number}.journal");

    /// <summary>The rows that may not be in the data file: those of the older generation, then those of the younger, which goes on.</summary>
    public (List<StoredRow> Closing, List<StoredRow> Active) Read()
    {
        var rows = Array.ConvertAll(files, file => file.Read());
        active = files[0].Generation > files[1].Generation ? 0 : 1;
        Active.CutOff();
        if (Active.Generation == 0)
        {
            Active.Begin(1);
        }

        return (rows[1 - active], rows[active]);
    }

    /// <summary>The next generation begins in the other file, whose rows must all be in LiteDB and durable there.</summary>
    public void Turn()
    {
        var next = Active.Generation + 1;
        active = 1 - active;
        Active.Begin(next);
    }

    /// <summary>Everything is in the data file. The older file first: alone, it would bring back what the younger one changed.</summary>
    public void Empty()
    {
        files[1 - active].Empty();
        Active.Empty();
        Active.Begin(1);
    }

    public void Close() => Array.ForEach(files, file => file.Dispose());
}
