using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Moomken.Bot.Fakes.Twilio;

// The people: what they do reaches the service as a signed post.
public sealed partial class FakeTwilio
{
    /// <summary>Twilio's own words for a number of theirs; whoever writes one gets nothing more.</summary>
    private static readonly HashSet<string> StopWords = new(["stop", "stopall", "unsubscribe", "end", "quit", "cancel", "revoke", "optout"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> StartWords = new(["start", "yes", "unstop"], StringComparer.OrdinalIgnoreCase);

    private readonly ConcurrentDictionary<string, bool> optedOut = new();
    private readonly ConcurrentDictionary<string, int> read = new();
    private readonly ConcurrentQueue<IReadOnlyDictionary<string, string>> inbound = new();

    public string SmsNumber { get; init; } = "+15005550006";

    public string WhatsAppNumber { get; init; } = "+14155238886";

    /// <summary>How long people wait for an answer before they complain.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A post that is not answered 2xx comes again; Twilio itself gives up after five times.</summary>
    public int Retries { get; set; } = 5;

    public TimeSpan RetryPause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Where messages are posted: what the service calls itself, and where it really listens.</summary>
    public void Connect(string publicUrl, string? dialUrl = null) => (poster.PublicUrl, poster.DialUrl) = (publicUrl.TrimEnd('/'), (dialUrl ?? publicUrl).TrimEnd('/'));

    public string MessageUrl => poster.PublicUrl + "/webhooks/twilio/message";

    /// <summary>A text by WhatsApp; returns the status of the answer.</summary>
    public Task<int> Says(string person, string text) => Post(WhatsApp(person, ("Body", text), ("MessageType", "text")));

    public Task<int> SaysBySms(string person, string text)
    {
        if (StopWords.Contains(text.Trim()))
        {
            optedOut[person] = true;
        }
        else if (StartWords.Contains(text.Trim()))
        {
            optedOut.TryRemove(person, out _);
        }

        return Post(Inbound(person, SmsNumber, ("Body", text), ("NumMedia", "0"), ("NumSegments", $"{1 + (text.Length / 67)}"), ("FromCountry", "LY"), ("FromCity", "")));
    }

    /// <summary>A button or a row, found by its title or by its id.</summary>
    public Task<int> Presses(TwilioMessageSent message, string choice)
    {
        var pressed = message.Choices.FirstOrDefault(known => known.Title == choice || known.Id == choice || known.Id.EndsWith(":" + choice, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"No \"{choice}\" to press under: {message.Body} [{string.Join(", ", message.Choices.Select(known => known.Id))}]");
        return Post(message.ListButton is null
            ? WhatsApp(message.Person, ("Body", pressed.Title), ("MessageType", "button"), ("ButtonText", pressed.Title), ("ButtonPayload", pressed.Id), ("OriginalRepliedMessageSid", message.Sid))
            : WhatsApp(message.Person, ("Body", pressed.Title), ("MessageType", "interactive"), ("ListId", pressed.Id), ("ListTitle", pressed.Title)));
    }

    public Task<int> SendsFile(string person, byte[] bytes, string type, string messageType, string caption = "")
    {
        var id = $"ME{Interlocked.Increment(ref made):x32}";
        files[id] = bytes;
        var sid = $"MM{Interlocked.Increment(ref made):x32}";
        return Post(WhatsApp(person, ("MessageSid", sid), ("Body", caption), ("MessageType", messageType), ("NumMedia", "1"),
            ("MediaContentType0", type), ("MediaUrl0", $"{BaseUrl}/2010-04-01/Accounts/{Account}/Messages/{sid}/Media/{id}")));
    }

    public Task<int> SharesPlace(string person, double latitude, double longitude, string? label = null) => Post(WhatsApp(
        person, ("Body", ""), ("MessageType", "location"), ("Latitude", latitude.ToString(CultureInfo.InvariantCulture)), ("Longitude", longitude.ToString(CultureInfo.InvariantCulture)), ("Label", label ?? "")));

    /// <summary>The next message that this person has not read; waits for it.</summary>
    public async Task<TwilioMessageSent> NextMessageTo(string person)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var waiting = Volatile.Read(ref news).Task;
            var messages = MessagesTo(person);
            if (read.GetValueOrDefault(person) < messages.Count)
            {
                return messages[read.AddOrUpdate(person, 1, (_, count) => count + 1) - 1];
            }

            try
            {
                await waiting.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{person} waited {Patience.TotalSeconds} s for an answer. Messages so far: {messages.Count}.");
            }
        }
    }

    public IReadOnlyList<TwilioMessageSent> MessagesTo(string person) => [.. Sent.Where(message => message.Person == person)];

    /// <summary>What every WhatsApp message holds, and what is given; an empty value is left as Twilio leaves it.</summary>
    public IReadOnlyDictionary<string, string> WhatsApp(string person, params (string Name, string Value)[] fields) =>
        Inbound("whatsapp:" + person, "whatsapp:" + WhatsAppNumber, [("ProfileName", "فاطمة الفيتوري"), ("WaId", person.TrimStart('+')), ("NumMedia", "0"), .. fields]);

    public IReadOnlyDictionary<string, string> Inbound(string from, string to, params (string Name, string Value)[] fields)
    {
        var sid = $"SM{Interlocked.Increment(ref made):x32}";
        var form = new Dictionary<string, string>
        {
            ["MessageSid"] = sid,
            ["SmsMessageSid"] = sid,
            ["SmsSid"] = sid,
            ["SmsStatus"] = "received",
            ["AccountSid"] = Account,
            ["ApiVersion"] = "2010-04-01",
            ["From"] = from,
            ["To"] = to,
        };
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }

        return form;
    }

    /// <summary>Posts a message until it is taken or Twilio would give up.</summary>
    public async Task<int> Post(IReadOnlyDictionary<string, string> form)
    {
        inbound.Enqueue(form);
        for (var attempt = 0; ; attempt++)
        {
            var status = await poster.Post(MessageUrl, form);
            if (status is >= 200 and < 500 || attempt >= Retries || closing.IsCancellationRequested)
            {
                return status;
            }

            await Task.Delay(RetryPause);
        }
    }

    /// <summary>What the service missed while it was away: in Twilio's list, and never posted.</summary>
    public void Missed(IReadOnlyDictionary<string, string> form) => inbound.Enqueue(form);

    /// <summary>A callback for a message, in any order and as often as wanted.</summary>
    public Task<int> Callback(TwilioMessageSent message, string status, int? code = null)
    {
        var form = new Dictionary<string, string>
        {
            ["MessageSid"] = message.Sid,
            ["SmsSid"] = message.Sid,
            ["MessageStatus"] = status,
            ["SmsStatus"] = status,
            ["To"] = message.To,
            ["From"] = message.From,
            ["AccountSid"] = Account,
            ["ApiVersion"] = "2010-04-01",
        };
        if (code is not null)
        {
            form["ErrorCode"] = $"{code}";
        }

        return poster.Post(message.Fields["StatusCallback"], form);
    }

    private async Task Report(TwilioMessageSent message)
    {
        var failed = fates.TryDequeue(out var code);
        string[] states = failed ? ["sent", message.IsWhatsApp ? "failed" : "undelivered"] : ["sent", "delivered"];
        (message.Status, message.ErrorCode) = (states[^1], failed ? code : null);
        if (!Reports || !message.Fields.ContainsKey("StatusCallback"))
        {
            return;
        }

        foreach (var state in states)
        {
            // After the answer of the call, as a rule; nothing promises it.
            await Task.Yield();
            await Callback(message, state, state == states[^1] && failed ? code : null);
        }
    }

    private IEnumerable<JsonNode?> InboundFor(IQueryCollection query) =>
        from form in inbound
        where query["To"].Count > 0 && form["To"] == query["To"]
        select (JsonNode?)new JsonObject
        {
            ["sid"] = form["MessageSid"],
            ["account_sid"] = Account,
            ["status"] = "received",
            ["direction"] = "inbound",
            ["from"] = form["From"],
            ["to"] = form["To"],
            ["body"] = form.GetValueOrDefault("Body", ""),
            ["num_media"] = form.GetValueOrDefault("NumMedia", "0"),
            ["date_created"] = Rfc2822(time.GetUtcNow()),
        };
}
