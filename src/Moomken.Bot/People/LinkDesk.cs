using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;

namespace Moomken.Bot.People;

/// <summary>The question on the first channel whether the second is really theirs, and its answer.</summary>
public sealed class LinkDesk(OnePerson people, IdSource ids)
{
    internal static readonly string[] Texts =
    [
        "link.ask", "link.ask_yes", "link.ask_no", "link.linked", "link.linked_there", "link.refused", "link.refused_there", "link.over", "link.went_on",
        "link.channel_telegram", "link.channel_whatsapp", "link.channel_sms", "link.channel_web", "link.channel_other", "unlink.here", "common.stopped_here",
    ];

    private const string Payload = "/link_";

    /// <summary>The words before a code, and before yes and no where there are no buttons.</summary>
    private static readonly string[] Words = ["/link", "link", "ربط"];

    /// <summary>What opens the dialog: <c>ربط 7K2M-9QPX</c>. Null for anything else.</summary>
    public static DialogInput? Opening(string? text)
    {
        var rest = text is { Length: <= 40 } ? Rest(text) : null;
        return rest is not null && CaseCode.Read(rest) is { } code
            ? new DialogInput.Open("link", System.Collections.Immutable.ImmutableDictionary<string, Answer>.Empty.Add("arguments", new Answer(code)))
            : null;
    }

    /// <summary>The link with the conversation that showed it and whose that is; null when it is none, or over.</summary>
    public static (Link Link, Conversation Shown, Person Owner)? Open(ConversationTurn turn, string id) =>
        turn.Store.Get(Link.Documents, id) is { } link && link.ExpiresAt > turn.Now
        && turn.Find(link.Shown) is { } shown && PersonOf(turn, shown) is { } owner
            ? (link, shown, owner)
            : null;

    public void Ask(ConversationTurn turn, Link link, Conversation shown, Person owner)
    {
        turn.Store.Put(Link.Documents, link);
        var text = turn.Library.Say("link.ask", owner.Tongue, ("channel", NameOf(turn.Library, owner.Tongue, turn.Address.Channel)));
        turn.SendTo(shown, people.AddressOf(shown, owner), Message(turn, owner.Tongue, text) with
        {
            Choices = [Choice("yes", "link.ask_yes"), Choice("no", "link.ask_no")],
            ExpiresAt = link.ExpiresAt,
        });

        OutboundChoice Choice(string answer, string label) => new(
            $"{Payload}{answer}_{link.Id}", turn.Library.Say(label, owner.Tongue), owner.Tongue == Tongue.Arabic ? (answer == "yes" ? "ربط نعم" : "ربط لا") : $"link {answer}");
    }

    /// <summary>True when the message answered the question: it is then said on both channels what came of it, and nothing else happens.</summary>
    public bool TakeAnswer(ConversationTurn turn, InboundMessage message)
    {
        if (AnswerIn(turn, message) is not var (id, yes))
        {
            return false;
        }

        if (Open(turn, id) is not var (link, shown, _) || shown.Id != turn.Conversation.Id || link.Typed is not { } typed
            || turn.Find(typed) is not { } other || PersonOf(turn, other) is not { } gone || !MayMerge(turn, gone))
        {
            Say(turn, turn.Say("link.over"));
            return true;
        }

        turn.Store.Delete(Link.Documents, id);
        turn.Conversation = turn.Conversation with { LinkId = null };
        if (yes)
        {
            turn.Person = people.Merge(turn, turn.Person with { Linked = [.. turn.Person.Linked.Union([turn.Conversation.Id])] }, gone, other.Id);
        }

        var owner = yes ? turn.Person : gone;
        Say(turn, turn.Say(yes ? "link.linked" : "link.refused", ("channel", NameOf(turn, other.Channel))));
        var there = turn.Library.Say(yes ? "link.linked_there" : "link.refused_there", owner.Tongue, ("channel", NameOf(turn.Library, owner.Tongue, turn.Address.Channel)));
        turn.SendTo(other, people.AddressOf(turn.Find(other.Id)!, owner), Message(turn, owner.Tongue, there));
        return true;
    }

    public static string NameOf(ConversationTurn turn, string channel) => NameOf(turn.Library, turn.Person.Tongue, channel);

    /// <summary>Each way to SMS has a name of its own, which means nothing to people.</summary>
    private static string NameOf(Dialogs.DialogLibrary library, Tongue tongue, string channel) =>
        library.Say(ChannelProfile.OfChannel(channel).Name switch
        {
            "telegram" => "link.channel_telegram",
            "whatsapp" => "link.channel_whatsapp",
            "sms" => "link.channel_sms",
            "web" => "link.channel_web",
            _ => "link.channel_other",
        }, tongue);

    private static (string Id, bool Yes)? AnswerIn(ConversationTurn turn, InboundMessage message)
    {
        if (message.Button is { } pressed && pressed.StartsWith(Payload, StringComparison.Ordinal))
        {
            var parts = pressed[Payload.Length..].Split('_', 2);
            return parts.Length == 2 ? (parts[1], parts[0] == "yes") : null;
        }

        if (turn.Conversation.LinkId is not { } id || message is not { Button: null, Text: { Length: <= 30 } text })
        {
            return null;
        }

        return ArabicText.FoldPhrase(Rest(text) ?? "") switch
        {
            "نعم" or "yes" => (id, true),
            "لا" or "no" => (id, false),
            _ when IsLabel(turn, "link.ask_yes", text) => (id, true),
            _ when IsLabel(turn, "link.ask_no", text) => (id, false),
            _ => null,
        };
    }

    /// <summary>The whole of a button, typed. A bare "yes" answers the question that is open on the channel, and must never link anything.</summary>
    private static bool IsLabel(ConversationTurn turn, string label, string text) =>
        Enum.GetValues<Tongue>().Any(tongue => WithoutCommas(turn.Library.Say(label, tongue)) == WithoutCommas(text));

    private static string WithoutCommas(string text) => ArabicText.FoldPhrase(text.Replace('،', ' ').Replace(',', ' '));

    /// <summary>A stranger of one channel only: while the code was on its way they may have become somebody.</summary>
    private static bool MayMerge(ConversationTurn turn, Person gone) => gone.Id != turn.Person.Id && gone.Role == Role.Voter && gone.Linked.Length < 2;

    private static string? Rest(string text)
    {
        var words = Bidi.StripControls(text).Trim();
        var word = Words.FirstOrDefault(word => words.Length > word.Length && words.StartsWith(word, StringComparison.OrdinalIgnoreCase) && words[word.Length] is ' ' or ':');
        return word is null ? null : words[word.Length..].TrimStart(' ', ':');
    }

    private static Person? PersonOf(ConversationTurn turn, Conversation conversation) =>
        conversation.PersonId == turn.Person.Id ? turn.Person : turn.Store.Get(Person.Documents, conversation.PersonId);

    private void Say(ConversationTurn turn, string text) => turn.Conversation = turn.Conversation.Plus(Message(turn, turn.Person.Tongue, text));

    private OutboundMessage Message(ConversationTurn turn, Tongue tongue, string text) => new()
    {
        Id = ids.Next(),
        Lane = Lane.Reply,
        Tongue = tongue,
        Text = text,
        CreatedAt = turn.Now,
        ExpiresAt = turn.Now + ReplyWriter.ReplyLasts,
    };
}
