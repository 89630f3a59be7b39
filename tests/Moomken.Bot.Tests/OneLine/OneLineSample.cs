using System.Globalization;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.OneLine;
using Moomken.Bot.Incidents;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.OneLine;

/// <summary>Frozen forms with every type of field, read with the texts that ship; the clock stands at two in the afternoon in Tripoli.</summary>
internal static class OneLineSample
{
    private const string Folder = "../OneLine/Sample";

    public static DialogLibrary Library { get; } = Read();

    private static readonly OneLineSplitter Splitter = new(Library.Forms.Values, CaseCode.Read);

    public static DialogContext Context(Tongue tongue, ChannelProfile? channel = null) => new()
    {
        Tongue = tongue,
        Channel = channel ?? ChannelProfile.Sms,
        Now = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero),
    };

    public static OneLineMessage? Split(string text) => Splitter.Split(text);

    public static LineReading? Parse(string text, Tongue tongue = Tongue.Arabic) =>
        Split(text) is { } line ? new OneLineReader(Library).Read(line, Context(tongue), new Dictionary<string, Answer>()) : null;

    /// <summary>The reply as the phone shows it.</summary>
    public static string Reply(LineReading reading, Tongue tongue, ReplyCode code = ReplyCode.SavedInPart)
    {
        var context = Context(tongue);
        var given = reading.Given;
        var reply = new LineReply
        {
            Code = code,
            Form = reading.Form,
            Case = "7K2M-9QPX",
            Reading = reading,
            Slots = given,
            Missing = MissingFields.Of(Library, reading.Form, context, given),
        };
        return Bidi.WithoutMarks(new OneLineReplies(Library).Write(reply, context, Fits));
    }

    public static bool Fits(string text) => SmsSegments.Count(Bidi.WithoutMarks(text)).Segments <= 2;

    private static DialogLibrary Read()
    {
        var functions = new DialogFunctions();
        functions.Texts.UnionWith(OneLineTexts.Keys);
        functions.Resolvers["place"] = (input, _) => input is DialogInput.Text text ? new Resolution.Found(new Answer(Digits.ToAscii(text.Value))) : new Resolution.Wrong("common.miss");
        functions.Resolvers["time"] = (input, context) => HappenedWhen.Parse((input as DialogInput.Text)?.Value ?? "", context.Context.Now) switch
        {
            HappenedWhen.Understood at => new Resolution.Found(new Answer(at.At.ToString("O", CultureInfo.InvariantCulture))),
            HappenedWhen.InFuture => new Resolution.Wrong("sample.future"),
            _ => new Resolution.Wrong("common.miss"),
        };
        var texts = RepositoryFiles.Of($"{Folder}/texts", "content/texts").Concat(RepositoryFiles.Texts.Where(file => file.Path.EndsWith("oneline.yaml", StringComparison.Ordinal) || file.Path.EndsWith("common.yaml", StringComparison.Ordinal)));
        var (library, faults) = DialogLibrary.Read(RepositoryFiles.Dialogs.Where(file => file.Path.EndsWith("everywhere.yaml", StringComparison.Ordinal)), RepositoryFiles.Of($"{Folder}/forms", "content/forms"), texts, functions);
        Assert.Equal([], faults.Where(fault => fault.File.StartsWith("content/forms", StringComparison.Ordinal)).Select(fault => fault.ToString()));
        return library;
    }
}
