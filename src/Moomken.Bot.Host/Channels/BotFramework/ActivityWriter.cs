using System.Text.Json;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Channels.Activities;
using Moomken.Bot.Messages;
using Moomken.Bot.Rendering;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>Writes the activities that we send.</summary>
internal static class ActivityWriter
{
    private const string HeroCard = "application/vnd.microsoft.card.hero";

    /// <summary>One part of a message; only the last carries what can be pressed. The text is plain: nothing that a person wrote becomes markup.</summary>
    public static ReadOnlyMemory<byte> Message(Recipient to, OutboundMessage message, ChannelShape shape, int part, ChoiceForm form) => ActivityJson.Write(json =>
    {
        WriteHead(json, "message", to);
        json.WriteString("locale", message.Tongue.Code());
        json.WriteString("text", shape.Parts[part]);
        json.WriteString("textFormat", "plain");
        json.WriteString("inputHint", "expectingInput");
        if (part == shape.Parts.Length - 1 && !shape.Pressable.IsEmpty)
        {
            WriteChoices(json, message, shape, form);
        }
    });

    public static ReadOnlyMemory<byte> Typing(Recipient to) => ActivityJson.Write(json => WriteHead(json, "typing", to));

    /// <summary>Words of ours outside any conversation.</summary>
    public static ReadOnlyMemory<byte> Notice(Recipient to, string text) => ActivityJson.Write(json =>
    {
        WriteHead(json, "message", to);
        json.WriteString("text", text);
        json.WriteString("textFormat", "plain");
        json.WriteString("inputHint", "ignoringInput");
    });

    private static void WriteHead(Utf8JsonWriter json, string type, Recipient to)
    {
        json.WriteString("type", type);
        json.WriteString("channelId", to.ChannelId);
        json.WriteString("serviceUrl", to.Chat.ServiceUrl);
        WriteAccount(json, "from", to.Chat.Bot);
        json.WriteStartObject("conversation");
        json.WriteString("id", to.Conversation);
        json.WriteIf("conversationType", to.Chat.ConversationType);
        json.WriteIf("tenantId", to.Chat.Tenant);
        json.WriteEndObject();
        WriteAccount(json, "recipient", to.Chat.Person);
        json.WriteIf("replyToId", to.ReplyToId);
    }

    private static void WriteAccount(Utf8JsonWriter json, string name, string? id)
    {
        if (id is { Length: > 0 })
        {
            json.WriteStartObject(name);
            json.WriteString("id", id);
            json.WriteEndObject();
        }
    }

    private static void WriteChoices(Utf8JsonWriter json, OutboundMessage message, ChannelShape shape, ChoiceForm form)
    {
        if (form == ChoiceForm.HeroCards)
        {
            WriteCards(json, message, shape);
            return;
        }

        json.WriteStartObject("suggestedActions");
        json.WriteStartArray("actions");
        foreach (var choice in shape.Pressable)
        {
            WriteAction(json, choice, LabelOf(message, choice), form);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCards(Utf8JsonWriter json, OutboundMessage message, ChannelShape shape)
    {
        json.WriteString("attachmentLayout", "list");
        json.WriteStartArray("attachments");
        foreach (var card in shape.Pressable.Chunk(ChannelFeatures.ButtonsInCard))
        {
            json.WriteStartObject();
            json.WriteString("contentType", HeroCard);
            json.WriteStartObject("content");
            json.WriteStartArray("buttons");
            foreach (var choice in card)
            {
                WriteAction(json, choice, LabelOf(message, choice), ChoiceForm.HeroCards);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAction(Utf8JsonWriter json, PressableChoice choice, string label, ChoiceForm form)
    {
        if (form != ChoiceForm.Words)
        {
            ActivityButton.WriteMessageBack(json, choice.Title, label, choice.Payload);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "imBack");
        json.WriteString("title", choice.Title);
        json.WriteString("value", label);
        json.WriteEndObject();
    }

    /// <summary>The whole label, where the title on the button had to be cut.</summary>
    private static string LabelOf(OutboundMessage message, PressableChoice choice) =>
        message.Choices.First(whole => whole.Payload == choice.Payload).Label;
}

/// <summary>Where one activity goes: the chat, and what it answers where it answers something.</summary>
internal sealed record Recipient(string ChannelId, string Conversation, ChatReference Chat, string? ReplyToId = null)
{
    /// <summary>The connector's address for it. Ids hold bars, colons and worse.</summary>
    public Uri Address
    {
        get
        {
            var service = Chat.ServiceUrl.EndsWith('/') ? Chat.ServiceUrl[..^1] : Chat.ServiceUrl;
            var reply = ReplyToId is null ? "" : $"/{Uri.EscapeDataString(ReplyToId)}";
            return new Uri($"{service}/v3/conversations/{Uri.EscapeDataString(Conversation)}/activities{reply}");
        }
    }
}
