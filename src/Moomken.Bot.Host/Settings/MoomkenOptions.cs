using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Duty;

namespace Moomken.Bot.Host.Settings;

/// <summary>The settings of sections <c>Moomken</c> and <c>Duty</c>. Every property says its environment name, default and meaning.</summary>
public sealed record MoomkenOptions
{
    /// <summary><c>Moomken__DataDirectory</c>, default <c>data</c> beside <c>dialogs</c> and <c>content</c>: everything that is kept, with the key file.</summary>
    public required string DataDirectory { get; init; }

    /// <summary><c>Moomken__ContentDirectory</c>, default <c>content</c>: texts, forms, catalogue, places.</summary>
    public required string ContentDirectory { get; init; }

    /// <summary><c>Moomken__DialogsDirectory</c>, default <c>dialogs</c>.</summary>
    public required string DialogsDirectory { get; init; }

    /// <summary><c>Moomken__PublicBaseUrl</c>, no default: where this service is reached from outside, <c>https://…</c>.</summary>
    public string? PublicBaseUrl { get; init; }

    /// <summary><c>Moomken__KeepMonths</c>, default 24, 1 to 120: how long reports are kept, as the agreement tells people. In months.</summary>
    public int KeepMonths { get; init; } = 24;

    /// <summary><c>Moomken__DutyPhone</c>, no default: the number that a person in danger is shown.</summary>
    public string? DutyPhone { get; init; }

    /// <summary><c>Moomken__InviteDays</c>, default 30, 1 to 365: how long an observer's invite code works.</summary>
    public int InviteDays { get; init; } = 30;

    /// <summary><c>Moomken__AskAfterSilentDays</c>, default 60, 7 to 365: after so many silent days a phone number is asked whether it is still the same person.</summary>
    public int AskAfterSilentDays { get; init; } = 60;

    /// <summary><c>Duty__EscalateAfterMinutes</c>, default 10, 1 to 240: without an acknowledgement for so long, the next on the list is told.</summary>
    public int EscalateAfterMinutes { get; init; } = 10;

    /// <summary><c>Duty__People__0__Region</c> (East, West, South or All), <c>…__Channel</c> (telegram, web) and <c>…__User</c>: who is told at once, in this order.</summary>
    public ImmutableArray<DutyContact> Duty { get; init; } = [];

    /// <summary>Settings that could not be read at all, as <see cref="Faults"/> reports them.</summary>
    public ImmutableArray<string> Unreadable { get; init; } = [];

    public static MoomkenOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Moomken");
        var unreadable = ImmutableArray.CreateBuilder<string>();
        var root = ProjectFolder.Find();
        return new MoomkenOptions
        {
            DataDirectory = Path.GetFullPath(Blank(section["DataDirectory"]) ?? Path.Combine(root, "data")),
            ContentDirectory = Path.GetFullPath(Blank(section["ContentDirectory"]) ?? Path.Combine(root, "content")),
            DialogsDirectory = Path.GetFullPath(Blank(section["DialogsDirectory"]) ?? Path.Combine(root, "dialogs")),
            PublicBaseUrl = Blank(section["PublicBaseUrl"]),
            KeepMonths = Number(section, "Moomken", "KeepMonths", 24, 1, 120, unreadable),
            DutyPhone = Blank(section["DutyPhone"]),
            InviteDays = Number(section, "Moomken", "InviteDays", 30, 1, 365, unreadable),
            AskAfterSilentDays = Number(section, "Moomken", "AskAfterSilentDays", 60, 7, 365, unreadable),
            EscalateAfterMinutes = Number(configuration.GetSection("Duty"), "Duty", "EscalateAfterMinutes", 10, 1, 240, unreadable),
            Duty = [.. configuration.GetSection("Duty:People").GetChildren().Select(Contact)],
            Unreadable = unreadable.ToImmutable(),
        };
    }

    /// <summary>Every fault, one readable line each: what, where, how to mend it.</summary>
    public IEnumerable<string> Faults(IReadOnlyCollection<string> channels)
    {
        foreach (var unreadable in Unreadable)
        {
            yield return unreadable;
        }

        if (PublicBaseUrl is not null && (!Uri.TryCreate(PublicBaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http")))
        {
            yield return "Moomken__PublicBaseUrl must be an address such as https://bot.example.org.";
        }

        for (var i = 0; i < Duty.Length; i++)
        {
            var contact = Duty[i];
            if (contact.Region is not ("East" or "West" or "South" or DutyRoster.Everywhere))
            {
                yield return $"Duty__People__{i}__Region is \"{contact.Region}\". Use East, West, South or All.";
            }

            if (!channels.Contains(contact.Channel))
            {
                yield return $"Duty__People__{i}__Channel is \"{contact.Channel}\", which is not on. On: {string.Join(", ", channels)}.";
            }

            if (contact.User.Length == 0)
            {
                yield return $"Duty__People__{i}__User is missing: the coordinator's id on the channel (on Telegram the number of their account; README.md says how to find it).";
            }
        }
    }

    private static DutyContact Contact(IConfigurationSection section) =>
        new(Blank(section["Region"]) ?? DutyRoster.Everywhere, Blank(section["Channel"]) ?? "telegram", Blank(section["User"]) ?? "");

    private static int Number(IConfigurationSection section, string name, string key, int usual, int least, int most, ImmutableArray<string>.Builder unreadable)
    {
        if (Blank(section[key]) is not { } text)
        {
            return usual;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        unreadable.Add($"{name}__{key} is \"{text}\". Use a whole number from {least} to {most}, or leave it out ({usual} then).");
        return usual;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
