namespace Moomken.Bot.Fakes.Telegram;

/// <summary>How a method refuses a call; becomes the API's error body.</summary>
internal sealed class FakeApiError(FakeFailure failure) : Exception(failure.Description)
{
    public FakeFailure Failure => failure;

    public static FakeApiError BadRequest(string text) => new(new FakeFailure(400, $"Bad Request: {text}"));
}
