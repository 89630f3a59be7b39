using System.Text.Json.Serialization;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Storage;

/// <summary>A document of the tests, with two keys; the place may be missing.</summary>
internal sealed record Note(string Id, string Text, string? Place = null, string? Author = null)
{
    public static readonly DocumentKind<Note> Documents = new(
        "notes",
        note => note.Id,
        NoteJson.Default.Note,
        new DocumentIndex<Note>("place", note => note.Place),
        new DocumentIndex<Note>("author", note => note.Author));
}

/// <summary>A document without keys.</summary>
internal sealed record Counter(string Id, long Value)
{
    public static readonly DocumentKind<Counter> Documents = new("counters", counter => counter.Id, NoteJson.Default.Counter);
}

[JsonSerializable(typeof(Note))]
[JsonSerializable(typeof(Counter))]
internal sealed partial class NoteJson : JsonSerializerContext;
