using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Messages;
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

    /// <summary>The keys of those who turned out to be the same person: messages of theirs that were on their way then can still be opened. They go with this document.</summary>
    public ImmutableArray<byte[]> FormerKeys { get; init; } = [];

    public Role Role { get; init; } = Role.Voter;

    public Tongue Tongue { get; init; } = Tongue.Arabic;

    public bool LanguageChosen { get; init; }

    public Agreement? Agreement { get; init; }

    /// <summary>Name and phone, sealed under the person's key; null when we do not know them.</summary>
    public string? SealedName { get; init; }

    public string? SealedPhone { get; init; }

    /// <summary>Where an observer is posted: a polling station, a centre or a municipality.</summary>
    public string? StationId { get; init; }

    /// <summary>What the network knows of an observer or trainer; null for everybody else.</summary>
    public Registration? Registration { get; init; }

    /// <summary>The conversations that are this person's, once there may be more than one; empty for everybody else.</summary>
    public ImmutableArray<string> Linked { get; init; } = [];

    /// <summary>Messages that were due when somebody else took over their only channel: they leave when the person joins again. Null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableList<OutboundMessage>? Waiting { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What the person agreed to: which wording, and when.</summary>
public sealed record Agreement(int Version, DateTimeOffset At);

/// <summary>How somebody came to the network, and how far they are.</summary>
public sealed record Registration
{
    // Written even when it is the first: an invited person must not come back as anything else.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Stage Stage { get; init; }

    /// <summary>The look-up of the phone in <see cref="Observers.ObserverPhone"/>.</summary>
    public required string PhoneId { get; init; }

    /// <summary>The invite that counts; earlier ones of this person do not.</summary>
    public string? InviteId { get; init; }

    /// <summary>The group that one trainer looks after, by the network's own word for it.</summary>
    public string? Cohort { get; init; }

    /// <summary>What the person agreed to as an observer; null until they joined.</summary>
    public Agreement? Agreement { get; init; }
}

/// <summary>The stages of an observer, in their order. What is stored is the word, so that stages can be added between.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Stage>))]
public enum Stage
{
    /// <summary>On the list, with a code that is not used yet.</summary>
    Invited,

    /// <summary>Joined in a chat and agreed.</summary>
    Registered,
    Trained,
    Accredited,
    Deployed,

    /// <summary>Does not observe any more.</summary>
    Inactive,
}

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
