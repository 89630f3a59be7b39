namespace Moomken.Bot.Retention;

/// <summary>How long what is kept stays. The first is what the agreement tells people in the chat.</summary>
/// <param name="KeepMonths"><c>Moomken__KeepMonths</c>: reports with their files, requests, dead letters, and whoever has been silent for so long.</param>
public sealed record RetentionRules(int KeepMonths)
{
    /// <summary>Files of a report that was never sent. A report that was only interrupted is kept after seven days, with its files.</summary>
    public static readonly TimeSpan DraftFiles = TimeSpan.FromDays(30);

    /// <summary>Messages of ours that did not arrive: nobody sends them again after that.</summary>
    public static readonly TimeSpan FailedMessages = TimeSpan.FromDays(90);

    /// <summary>The fingerprint and code of the last report, and an open call for help, in the conversation of somebody who writes no more.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(1);
}

/// <summary>One sweep: what counts as old in it, and what it has seen so far.</summary>
public sealed class RetentionRun(DateTimeOffset now, RetentionRules rules)
{
    public DateTimeOffset Now { get; } = now;

    /// <summary>What was last touched before this is deleted.</summary>
    public DateTimeOffset Oldest { get; } = now.AddMonths(-rules.KeepMonths);

    /// <summary>Files that a report or an unfinished one has.</summary>
    public SeenIds FilesInUse { get; } = new(now.Ticks);

    /// <summary>People who have a conversation.</summary>
    public SeenIds PeopleInUse { get; } = new(now.Ticks);

    /// <summary>How many of each kind were removed.</summary>
    public SortedDictionary<string, int> Removed { get; } = new(StringComparer.Ordinal);

    public void Count(string kind, int removed)
    {
        if (removed > 0)
        {
            Removed[kind] = Removed.GetValueOrDefault(kind) + removed;
        }
    }
}
