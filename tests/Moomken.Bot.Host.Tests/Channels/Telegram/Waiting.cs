namespace Moomken.Bot.Host.Tests.Channels.Telegram;

internal static class Waiting
{
    /// <summary>For what happens beside the answer that a test awaits. Looks often, gives up after 60 s.</summary>
    public static async Task Until(Func<bool> so)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!so())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
