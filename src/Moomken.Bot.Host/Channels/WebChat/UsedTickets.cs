namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>Tickets of streams that were used already, for as long as they would open one. Thread-safe.</summary>
internal sealed class UsedTickets(TimeProvider time)
{
    private readonly Dictionary<string, DateTimeOffset> used = [];
    private readonly Lock gate = new();

    /// <summary>False when the ticket was used before.</summary>
    public bool UseUp(string number)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            foreach (var old in used.Where(ticket => ticket.Value < now).Select(ticket => ticket.Key).ToList())
            {
                used.Remove(old);
            }

            return used.TryAdd(number, now + WebChatTokens.TicketLifetime);
        }
    }
}
