using System.Collections.Immutable;
using System.CommandLine;
using Moomken.Bot.Imports;
using Moomken.Bot.Observers;

namespace Moomken.Bot.Host.Commands;

/// <summary>Says what an import did, or every fault of its file.</summary>
internal static class ImportReport
{
    /// <summary>Gives the exit code.</summary>
    public static int Write(InvocationConfiguration console, ImportTally tally, bool dryRun, string what)
    {
        if (!tally.Faults.IsEmpty)
        {
            console.Error.WriteLine($"Nothing was imported: {tally.Faults.Length} thing(s) to mend first.");
            tally.Faults.ToList().ForEach(fault => console.Error.WriteLine($"  {fault}"));
            return ImportCommand.WrongFile;
        }

        var done = dryRun ? "Would be" : "Done:";
        console.Output.WriteLine($"{done} {tally.New} new, {tally.Changed} changed, {tally.Unchanged} unchanged {what}(s).");
        tally.Notes.ToList().ForEach(note => console.Output.WriteLine($"  {note}"));
        return ImportCommand.Done;
    }

    public static void Write(InvocationConfiguration console, ImmutableArray<IssuedInvite> invites, string path)
    {
        if (!invites.IsEmpty)
        {
            console.Output.WriteLine($"{invites.Length} code(s) are in {path}, which you alone can read. They stand nowhere else.");
            console.Output.WriteLine($"Give each to its person; a code works once, until {invites[0].ExpiresAt:yyyy-MM-dd}. Then delete the file.");
        }
    }
}
