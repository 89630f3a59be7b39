using System.Globalization;
using System.Text.Json.Nodes;
using Moomken.Bot.Rendering;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>The template in which buttons or a list are drawn: its name, its frame at Twilio, and what is filled in for one message.</summary>
internal static class ChoiceTemplate
{
    /// <summary>Raised when the templates change: those of an older program are then left alone.</summary>
    public const string NamePrefix = "moomken_v1_";

    /// <summary>One name for every message with as many buttons.</summary>
    public static string NameOf(ChannelShape shape) =>
        string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{(shape.Style == ChoiceStyle.List ? "list" : "buttons")}_{shape.Pressable.Length}");

    /// <summary>What is filled in: 1 the text, then title and payload of each choice, and for a list the label of its button.</summary>
    public static string Variables(ChannelShape shape, string listLabel)
    {
        var values = new JsonObject { ["1"] = shape.Parts[0] };
        for (var i = 0; i < shape.Pressable.Length; i++)
        {
            values[TitleKey(i)] = shape.Pressable[i].Title;
            values[PayloadKey(i)] = shape.Pressable[i].Payload;
        }

        if (shape.Style == ChoiceStyle.List)
        {
            values[ListKey(shape)] = listLabel;
        }

        return values.ToJsonString();
    }

    /// <summary>The frame as Twilio makes it. No word of any message is in it.</summary>
    public static JsonObject Template(string name, ChannelShape shape)
    {
        var samples = new JsonObject { ["1"] = "..." };
        var choices = new JsonArray();
        for (var i = 0; i < shape.Pressable.Length; i++)
        {
            samples[TitleKey(i)] = $"{i + 1}";
            samples[PayloadKey(i)] = $"/{i + 1}";
            choices.Add(shape.Style == ChoiceStyle.List
                ? new JsonObject { ["item"] = Place(TitleKey(i)), ["id"] = Place(PayloadKey(i)) }
                : new JsonObject { ["type"] = "QUICK_REPLY", ["title"] = Place(TitleKey(i)), ["id"] = Place(PayloadKey(i)) });
        }

        JsonObject type;
        if (shape.Style == ChoiceStyle.List)
        {
            samples[ListKey(shape)] = "...";
            type = new JsonObject { ["twilio/list-picker"] = new JsonObject { ["body"] = Place("1"), ["button"] = Place(ListKey(shape)), ["items"] = choices } };
        }
        else
        {
            type = new JsonObject { ["twilio/quick-reply"] = new JsonObject { ["body"] = Place("1"), ["actions"] = choices } };
        }

        return new JsonObject { ["friendly_name"] = name, ["language"] = "ar", ["variables"] = samples, ["types"] = type };
    }

    private static string TitleKey(int choice) => Key(2 + (2 * choice));

    private static string PayloadKey(int choice) => Key(3 + (2 * choice));

    private static string ListKey(ChannelShape shape) => Key(2 + (2 * shape.Pressable.Length));

    private static string Key(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Place(string key) => "{{" + key + "}}";
}
