using System.Text.Json.Serialization;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Crash;

/// <summary>The last number written; the same number is in the shadow, or a work was torn.</summary>
public sealed record Tally(string Id, long Number)
{
    public static readonly DocumentKind<Tally> Documents = new("tallies", tally => tally.Id, LoadJson.Default.Tally);
}

/// <summary>One for each number, found by its lane.</summary>
public sealed record Entry(string Id, string Lane, long Number, string Text)
{
    public static readonly DocumentKind<Entry> Documents = new(
        "entries",
        entry => entry.Id,
        LoadJson.Default.Entry,
        new DocumentIndex<Entry>("lane", entry => entry.Lane));
}

/// <summary>The size of a conversation half-way through an incident.</summary>
public sealed record Talk(string Id, long Turn, string State, string[] Seen, Dictionary<string, string> Answers, string[] Pending)
{
    public static readonly DocumentKind<Talk> Documents = new("talks", talk => talk.Id, LoadJson.Default.Talk);
}

[JsonSerializable(typeof(Tally))]
[JsonSerializable(typeof(Entry))]
[JsonSerializable(typeof(Talk))]
internal sealed partial class LoadJson : JsonSerializerContext;
