namespace Moomken.Bot.Fakes.Twilio;

/// <summary>A message that the bot created.</summary>
/// <param name="Sid">Twilio's id.</param>
/// <param name="To">With its prefix.</param>
/// <param name="From">With its prefix, or the messaging service.</param>
/// <param name="Body">As the person reads it.</param>
/// <param name="Fields">The whole form.</param>
public sealed record TwilioMessageSent(string Sid, string To, string From, string Body, IReadOnlyDictionary<string, string> Fields)
{
    public IReadOnlyList<TwilioChoice> Choices { get; init; } = [];

    /// <summary>What stands on the button that opens the list; null for buttons.</summary>
    public string? ListButton { get; init; }

    public string Person => To[(To.IndexOf(':', StringComparison.Ordinal) + 1)..];

    public bool IsWhatsApp => To.StartsWith("whatsapp:", StringComparison.Ordinal);

    public required DateTimeOffset CreatedAt { get; init; }

    public string Status { get; internal set; } = "queued";

    public int? ErrorCode { get; internal set; }
}

/// <param name="Title">What is written on it.</param>
/// <param name="Id">Comes back when it is pressed.</param>
public sealed record TwilioChoice(string Title, string Id);
