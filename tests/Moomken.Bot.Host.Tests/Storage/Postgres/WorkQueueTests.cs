using Moomken.Bot.Host.Storage.Postgres;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage.Postgres;

public class WorkQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_work_alone_is_taken_at_once_and_another_soon_even_when_the_first_lane_hangs()
    {
        var queue = new WorkQueue(limit: 10, together: 4);
        queue.Add(Work("a"));
        Assert.Equal(["a"], Taken(queue, 10));

        queue.Add(Work("b"));
        Assert.Equal(["b"], await Task.Run(() => Taken(queue, 10)).WaitAsync(Patience));
    }

    [Fact]
    public async Task Works_of_one_conversation_are_never_with_two_lanes()
    {
        var queue = new WorkQueue(limit: 10, together: 0);
        var first = Work("a");
        queue.Add(first);
        Assert.Equal(["a"], Taken(queue, 1));
        queue.Add(Work("a"));
        var second = Task.Run(() => Taken(queue, 1));
        queue.Add(Work("b"));
        Assert.Equal(["b"], await second.WaitAsync(Patience));

        queue.Release([first]);
        Assert.Equal(["a"], await Task.Run(() => Taken(queue, 1)).WaitAsync(Patience));
    }

    [Fact]
    public async Task When_it_is_closed_what_waits_is_still_taken_and_no_lane_stays_behind()
    {
        var queue = new WorkQueue(limit: 10, together: 4);
        var first = Work("a");
        queue.Add(first);
        Taken(queue, 1);
        queue.Add(Work("a"));
        var lanes = Enumerable.Range(0, 3).Select(_ => Task.Run(() => All(queue))).ToList();
        queue.Close();
        queue.Release([first]);
        var taken = await Task.WhenAll(lanes).WaitAsync(Patience);
        Assert.Equal(["a"], taken.SelectMany(some => some));
        Assert.Equal(Admission.Closed, queue.Add(Work("b")));
    }

    [Fact]
    public void More_than_can_be_answered_in_time_is_refused()
    {
        var queue = new WorkQueue(limit: 1, together: 4);
        Assert.Equal(Admission.Taken, queue.Add(Work("a")));
        Assert.Equal(Admission.Full, queue.Add(Work("b")));
    }

    private static List<string> All(WorkQueue queue)
    {
        var (works, names) = (new List<WaitingWork>(), new List<string>());
        while (queue.Take(works, 10))
        {
            names.AddRange(works.Select(work => work.Conversation));
            queue.Release(works);
            works.Clear();
        }

        return names;
    }

    private static List<string> Taken(WorkQueue queue, int most)
    {
        var works = new List<WaitingWork>();
        queue.Take(works, most);
        return works.ConvertAll(work => work.Conversation);
    }

    private static WaitingWork<bool> Work(string conversation) => new(conversation, _ => true, CancellationToken.None);
}
