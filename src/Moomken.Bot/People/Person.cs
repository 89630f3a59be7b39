using System.Text.Json.Serialization;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Storage;

namespace Moomken.Bot.People;

/// <summary>
/// Somebody who talks with us. Everything that could name them is sealed under a key of their own, which is kept here,
/// sealed in turn: destroying this document makes all of it unreadable, also in old backups of the other documents.
/// </summary>
public sealed record Person
{
    public static readonly DocumentKind<Person> Documents = new("people", person => person.Id, PeopleJson.Default.Person);

    /// <summary>Random and ordered in time; never shown.</summary>
    public required string Id { get; init; }

    /// <summary>What coordinators see instead of a name.</summary>
    public required string Pseudonym { get; init; }

    /// <summary>The person's own data key, sealed with the key file.</summary>
    public required byte[] SealedKey { get; init; }

    public Role Role { get; init; } = Role.Voter;

    public Tongue Tongue { get; init; } = Tongue.Arabic;

    public bool LanguageChosen { get; init; }

    public Agreement? Agreement { get; init; }

    /// <summary>Name and phone, sealed under the person's key; null when we do not know them.</summary>
    public string? SealedName { get; init; }

    public string? SealedPhone { get; init; }

    /// <summary>The polling station of an observer.</summary>
    public string? StationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What the person agreed to: which wording, and when.</summary>
public sealed record Agreement(int Version, DateTimeOffset At);

[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
public enum Role
{
    Voter,
    Observer,
    Trainer,
    Coordinator,
}

[JsonSerializable(typeof(Person))]
internal sealed partial class PeopleJson : JsonSerializerContext;
