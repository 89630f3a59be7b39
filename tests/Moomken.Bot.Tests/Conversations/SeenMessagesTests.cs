using Moomken.Bot.Conversations;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Tests.Conversations;

public class SeenMessagesTests
{
    private const string Conversation = "telegram/1";

    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly MovedMarks store = new();

    [Fact]
    public void However_much_one_person_writes_no_repeat_gets_through()
    {
        var seen = Taken(SeenMessages.None, 0, 1_000, Noon);

        Assert.All(Enumerable.Range(0, 1_000), n => Assert.True(seen.Holds(store, Conversation, Mark(n), Noon.AddHours(1))));
    }

    [Fact]
    public void The_store_is_hardly_asked_about_what_is_new()
    {
        var seen = Taken(SeenMessages.None, 0, 150, Noon);
        store.Asked = 0;

        Assert.All(Enumerable.Range(150, 1_000), n => Assert.False(seen.Holds(store, Conversation, Mark(n), Noon)));

        Assert.InRange(store.Asked, 0, 60);
    }

    [Fact]
    public void A_message_is_known_for_as_long_as_its_provider_may_repeat_it_however_the_days_fall()
    {
        var seen = SeenMessages.None;
        for (var (n, now) = (0, Noon); n < 2_000; n++, now = now.AddMinutes(17))
        {
            seen = seen.With(store, Conversation, Mark(n), now);
            var oldest = Math.Max(0, n - (int)(SeenMessages.RepeatsFor.TotalMinutes / 17) + 1);
            Assert.True(seen.Holds(store, Conversation, Mark(oldest), now), $"message {oldest} was forgotten at message {n}");
        }
    }

    [Fact]
    public void A_person_who_writes_every_day_for_months_costs_no_more_than_on_the_third_day()
    {
        var seen = SeenMessages.None;
        for (var (n, now) = (0, Noon); n < 9_000; n++, now = now.AddMinutes(15))
        {
            seen = seen.With(store, Conversation, Mark(n), now);
        }

        Assert.InRange(Enumerable.Range(100_000, 1_000).Count(n => seen.Moved!.MayHold(Mark(n))), 0, 300);
    }

    [Fact]
    public void What_moved_before_there_were_hints_is_still_known()
    {
        var old = Taken(SeenMessages.None, 0, 100, Noon) with { Moved = null };
        Assert.True(old.Holds(store, Conversation, Mark(3), Noon));

        var later = Taken(old, 100, 60, Noon.AddHours(1));
        Assert.All(Enumerable.Range(0, 160), n => Assert.True(later.Holds(store, Conversation, Mark(n), Noon.AddHours(2))));
    }

    [Fact]
    public void Two_conversations_that_became_one_know_what_moved_out_of_it()
    {
        var joined = Taken(SeenMessages.None, 500, 30, Noon).JoinedTo(Taken(SeenMessages.None, 0, 100, Noon));

        Assert.All(Enumerable.Range(0, 50), n => Assert.True(joined.Holds(store, Conversation, Mark(n), Noon)));
        Assert.True(Taken(joined, 1_000, 60, Noon).Holds(store, Conversation, Mark(7), Noon));
    }

    private SeenMessages Taken(SeenMessages seen, int from, int count, DateTimeOffset now) =>
        Enumerable.Range(from, count).Aggregate(seen, (known, n) => known.With(store, Conversation, Mark(n), now));

    private static long Mark(int n) => SeenMessages.Mark($"update {n}");

    /// <summary>Moved marks only, and how often one was asked for.</summary>
    private sealed class MovedMarks : IStoreTransaction
    {
        private readonly Dictionary<string, object> marks = new(StringComparer.Ordinal);

        public int Asked { get; set; }

        public T? Get<T>(DocumentKind<T> kind, string id)
            where T : class
        {
            Asked++;
            return (T?)marks.GetValueOrDefault(id);
        }

        public void Put<T>(DocumentKind<T> kind, T document, long? expectedVersion = null)
            where T : class
            => marks[kind.Id(document)] = document;

        public void Delete<T>(DocumentKind<T> kind, string id)
            where T : class
            => throw new NotSupportedException();

        public IReadOnlyList<T> Find<T>(DocumentKind<T> kind, string index, string key, int limit, string? after = null)
            where T : class
            => throw new NotSupportedException();

        public IReadOnlyList<T> Scan<T>(DocumentKind<T> kind, int limit, string? after = null)
            where T : class
            => throw new NotSupportedException();

        public long Version<T>(DocumentKind<T> kind, string id)
            where T : class
            => throw new NotSupportedException();
    }
}
