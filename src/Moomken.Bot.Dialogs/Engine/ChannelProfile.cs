namespace Moomken.Bot.Dialogs.Engine;

/// <summary>
/// What a channel can show. The engine pages long lists by it and skips questions that the channel cannot answer;
/// the renderer chooses buttons, a list or numbers by it. Lengths are UTF-16 units unless the name says otherwise.
/// </summary>
public sealed record ChannelProfile
{
    /// <summary>The name used in settings, in <c>--channel</c> and in <c>channels:</c> of a dialog file.</summary>
    public required string Name { get; init; }

    /// <summary>Most buttons under one message; 0 means that choices are always written as numbers.</summary>
    public required int MaxButtons { get; init; }

    /// <summary>Most rows of a native list; 0 where there is none.</summary>
    public int MaxListRows { get; init; }

    /// <summary>Longest button title; longer ones are cut and stand whole in the text.</summary>
    public int MaxButtonTitle { get; init; } = 64;

    /// <summary>Longest title of a row in a native list, where rows have more room than buttons; else as for buttons.</summary>
    public int MaxRowTitle { get => field == 0 ? MaxButtonTitle : field; init; }

    /// <summary>Longest message text; longer ones are split on graphemes.</summary>
    public required int MaxText { get; init; }

    /// <summary>Choices shown at once; the rest is reached with "more".</summary>
    public required int PageSize { get; init; }

    /// <summary>True where photos, voice and files can be received.</summary>
    public bool Media { get; init; } = true;

    /// <summary>True where a location can be shared.</summary>
    public bool Location { get; init; } = true;

    /// <summary>True where every message is paid for in SMS segments: short texts are used where content has them.</summary>
    public bool Segments { get; init; }

    public static readonly ChannelProfile Telegram = new() { Name = "telegram", MaxButtons = 24, MaxText = 4096, PageSize = 16 };

    public static readonly ChannelProfile WhatsApp = new()
    { Name = "whatsapp", MaxButtons = 3, MaxListRows = 10, MaxButtonTitle = 20, MaxRowTitle = 24, MaxText = 1024, PageSize = 7 };

    public static readonly ChannelProfile Sms = new()
    { Name = "sms", MaxButtons = 0, MaxText = 670, PageSize = 5, Media = false, Location = false, Segments = true };

    public static readonly ChannelProfile Web = new() { Name = "web", MaxButtons = 24, MaxText = 8000, PageSize = 16 };

    /// <summary>What most channels behind Microsoft's connector can show; the channel itself knows which can do less.</summary>
    public static readonly ChannelProfile BotFramework = new() { Name = "botframework", MaxButtons = 12, MaxText = 2000, PageSize = 8 };

    public static readonly IReadOnlyList<ChannelProfile> All = [Telegram, WhatsApp, Sms, Web, BotFramework];

    /// <summary>Of a channel by its name. Several give SMS, each under its own name; what is not known is treated as the poorest.</summary>
    public static ChannelProfile OfChannel(string channel) => Named(channel) ?? Sms;

    public static ChannelProfile? Named(string name) => All.FirstOrDefault(profile => profile.Name == name);
}
