namespace Moomken.Bot.Storage;

/// <summary>The rule that every store checks before it takes a work.</summary>
public static class StoreWork
{
    /// <summary>Throws for an <c>async</c> work: it would return at its first wait, and write after its transaction has ended.</summary>
    public static void RefuseTasks<TResult>()
    {
        if (typeof(Task).IsAssignableFrom(typeof(TResult)) || typeof(TResult) == typeof(ValueTask))
        {
            throw new ArgumentException("A store work must not wait for anything: return a value, not a task.");
        }
    }
}
