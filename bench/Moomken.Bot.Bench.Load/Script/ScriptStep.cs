using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Moomken.Bot.Bench.Load.Script;

/// <summary>One thing that a person does.</summary>
public sealed class ScriptStep
{
    private const string Serial = "{serial}";

    private ScriptStep(string name, int replies)
    {
        Name = name;
        Replies = replies;
    }

    /// <summary>As a person would point at it: the file, the list and the place in it.</summary>
    public string Name { get; }

    /// <summary>How many messages must arrive before the turn is over.</summary>
    public int Replies { get; }

    /// <summary>Matches the label of the button to press; null for steps that send something.</summary>
    public Regex? Press { get; private init; }

    /// <summary>The members of the message that carry what is sent, as JSON, up to the serial number.</summary>
    public byte[] Head { get; private init; } = [];

    /// <summary>The rest after the serial number; null when the message has none.</summary>
    public byte[]? Tail { get; private init; }

    internal static ScriptStep From(StepLine line, string name)
    {
        var kinds = new[] { line.Text is not null, line.Press is not null, line.Photo, line.Location is not null };
        if (kinds.Count(set => set) != 1)
        {
            throw new InvalidDataException($"{name} must have exactly one of text, press, photo and location.");
        }

        return line switch
        {
            { Press: { } label } => new(name, line.Replies) { Press = Pattern(label, name) },
            { Text: { } text } => Sending(name, line.Replies, TextMembers(text)),
            { Location: { } place } => Sending(name, line.Replies, LocationMembers(place, name)),
            _ => Sending(name, line.Replies, PhotoMembers()),
        };
    }

    /// <summary>The members for a label that is typed instead of pressed (a reply keyboard).</summary>
    internal static byte[] TypedMembers(string label) => System.Text.Encoding.UTF8.GetBytes(TextMembers(label));

    private static Regex Pattern(string label, string name)
    {
        try
        {
            return new Regex(label, RegexOptions.Compiled | RegexOptions.CultureInvariant);
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"{name}: {fault.Message}", fault);
        }
    }

    private static ScriptStep Sending(string name, int replies, string members)
    {
        var parts = members.Split(Serial, 2);
        return new(name, replies)
        {
            Head = System.Text.Encoding.UTF8.GetBytes(parts[0]),
            Tail = parts.Length == 2 ? System.Text.Encoding.UTF8.GetBytes(parts[1]) : null,
        };
    }

    // Telegram marks commands with an entity, and bots (grammY among them) recognise them by it.
    private static string TextMembers(string text)
    {
        var members = $"\"text\":\"{JsonEncodedText.Encode(text)}\"";
        var command = text.Split(' ')[0].Length;
        return text.StartsWith('/')
            ? members + $",\"entities\":[{{\"type\":\"bot_command\",\"offset\":0,\"length\":{command}}}]"
            : members;
    }

    private static string LocationMembers(double[] place, string name) => place is [var latitude, var longitude]
        ? string.Create(CultureInfo.InvariantCulture, $"\"location\":{{\"latitude\":{latitude},\"longitude\":{longitude}}}")
        : throw new InvalidDataException($"{name}: location is [latitude, longitude].");

    private static string PhotoMembers() =>
        $"\"photo\":[{{\"file_id\":\"photo-{Serial}\",\"file_unique_id\":\"bench\",\"file_size\":{Stub.ApiAnswers.Photo.Length},\"width\":8,\"height\":8}}]";
}
