using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// What is durable before it is in LiteDB. Two files in turn: one takes what comes in while the rows of the other go into
/// LiteDB. Generations alternate strictly between them, so that the two always hold neighbours: read in order they end in
/// the state that was acknowledged, however much of it LiteDB has already.
/// </summary>
internal sealed class Journal
{
    public static readonly int[] Numbers = [1, 2];

    private readonly JournalFile[] files;

    public Journal(IDisk disk, string fileName) =>
        files = Array.ConvertAll(Numbers, number => new JournalFile(disk.Open(NameOf(fileName, number)), number - 1));

    /// <summary>The place in the list of the file that takes rows now.</summary>
    public int Turn { get; private set; }

    public JournalFile Active => files[Turn];

    public static string NameOf(string fileName, int number) => Path.ChangeExtension(fileName, $".{number}.journal");

    /// <summary>A journal goes with one data file: with an empty one in its place, half of the data would look like all of it.</summary>
    public static void RefuseWithoutData(IDisk disk, string fileName)
    {
        using var data = disk.Open(fileName);
        if (data.Length >= LogFrame.PageSize)
        {
            return;
        }

        foreach (var number in Numbers)
        {
            using var part = disk.Open(NameOf(fileName, number));
            if (part.Length > 0)
            {
                throw new StoreUnavailableException(
                    $"In {disk.Place} the data file {fileName} is missing or empty while its journal is not. Put the data file back, or restore the folder from a backup.");
            }
        }
    }

    /// <summary>The rows that may not be in LiteDB: those of the older generation, then those of the younger, which goes on.</summary>
    public (List<UnappliedRow> Closing, List<UnappliedRow> Active) Scan()
    {
        var rows = Array.ConvertAll(files, file => file.Scan());
        Turn = files[0].Generation > files[1].Generation ? 0 : 1;
        Active.CutOff();
        if (Active.Generation == 0)
        {
            Active.Begin(1);
        }

        return (rows[1 - Turn], rows[Turn]);
    }

    public byte[] Read(JournalPlace place) => files[place.File].Read(place);

    /// <summary>The next generation begins in the other file, whose rows must all be in LiteDB and durable there.</summary>
    public void BeginNext()
    {
        var next = Active.Generation + 1;
        Turn = 1 - Turn;
        Active.Begin(next);
    }

    /// <summary>Everything is in LiteDB. The older file first: alone, it would bring back what the younger one changed.</summary>
    public void Empty()
    {
        files[1 - Turn].Empty();
        Active.Empty();
        Active.Begin(1);
    }

    /// <summary>After a flush that failed: cuts off what was not acknowledged.</summary>
    public void TakeBack()
    {
        try
        {
            Active.CutOff();
        }
        catch (IOException)
        {
            // The disk is gone. What it holds is looked through when it can be opened again.
        }
    }

    public void Close() => Array.ForEach(files, file => file.Close());
}
