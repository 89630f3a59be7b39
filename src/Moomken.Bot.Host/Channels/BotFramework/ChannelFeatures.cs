using Moomken.Bot.Dialogs.Engine;

namespace Moomken.Bot.Host.Channels.BotFramework;

internal enum ChoiceForm
{
    /// <summary>Written into the text, to be typed.</summary>
    Numbers,

    /// <summary>suggestedActions that come back as the words on them.</summary>
    Words,

    /// <summary>suggestedActions that bring their payload back.</summary>
    Suggested,

    /// <summary>Hero cards with buttons that bring their payload back.</summary>
    HeroCards,
}

/// <summary>What a channel behind the connector can show. Where we do not know one, choices are numbers: these work everywhere.</summary>
internal sealed record ChannelFeatures(ChoiceForm Choices, ChannelProfile Profile, bool Typing)
{
    /// <summary>Teams shows no more in one card.</summary>
    public const int ButtonsInCard = 6;

    private static readonly ChannelProfile Plain = ChannelProfile.BotFramework with { MaxButtons = 0, MaxText = 1500 };
    private static readonly ChannelProfile Messenger = ChannelProfile.BotFramework with { MaxButtons = 11, MaxButtonTitle = 20 };

    public static ChannelFeatures Of(string channelId) => channelId switch
    {
        "webchat" or "directline" or "emulator" => new(ChoiceForm.Suggested, ChannelProfile.BotFramework, Typing: true),

        // Its suggested actions are three at most and send words only.
        "msteams" => new(ChoiceForm.HeroCards, ChannelProfile.BotFramework, Typing: true),
        "facebook" => new(ChoiceForm.Words, Messenger, Typing: true),
        "telegram" or "line" or "slack" => new(ChoiceForm.Words, ChannelProfile.BotFramework, Typing: channelId == "telegram"),
        _ => new(ChoiceForm.Numbers, Plain, Typing: false),
    };
}
