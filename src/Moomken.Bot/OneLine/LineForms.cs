using System.Collections.Immutable;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.OneLine;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.OneLine;

/// <summary>The forms whose lines something files, and how a line of theirs is read; the other forms are asked in conversations only.</summary>
internal sealed class LineForms
{
    private readonly ImmutableArray<ILineRecords> records;

    public LineForms(DialogLibrary library, IEnumerable<ILineRecords> records)
    {
        this.records = [.. records];
        All = [.. library.Forms.Values.Where(form => this.records.Any(record => record.Takes(form)))];
        Splitter = new OneLineSplitter(All, CaseCode.Read);
        Reader = new OneLineReader(library);
    }

    public ImmutableArray<FormDefinition> All { get; }

    public OneLineSplitter Splitter { get; }

    public OneLineReader Reader { get; }

    /// <summary>What files the lines of one of them.</summary>
    public ILineRecords RecordsOf(FormDefinition form) => records.First(record => record.Takes(form));
}
