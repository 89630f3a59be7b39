namespace Moomken.Bot.Fakes.BotFramework;

/// <summary>What goes wrong with one call.</summary>
/// <param name="Status">0: the connection is cut without an answer.</param>
/// <param name="Body">What is answered.</param>
/// <param name="RetryAfter">Seconds.</param>
/// <param name="AfterEffect">The activity counts as taken all the same.</param>
public sealed record ConnectorFailure(int Status, string Body = "", int? RetryAfter = null, bool AfterEffect = false)
{
    /// <summary>Taken, and the answer never comes.</summary>
    public static readonly ConnectorFailure TakenAndCut = new(0, AfterEffect: true);

    public static ConnectorFailure Error(int status, string code) => new(status, $$$"""{"error":{"code":"{{{code}}}","message":"no"}}""");
}
