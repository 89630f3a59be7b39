using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>
/// Every file of tests/conversations, played word by word. After a change that is meant, run once with
/// <c>UPDATE_TRANSCRIPTS=1</c> and read the difference as the person who gets these messages.
/// </summary>
public sealed class TranscriptTests
{
    public static TheoryData<string> Files => [.. TranscriptFiles.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_conversation_goes_as_it_is_written(string file)
    {
        var played = (await TranscriptPlayer.PlayAsync(TranscriptFiles.Read(file))).Write();
        if (Environment.GetEnvironmentVariable("UPDATE_TRANSCRIPTS") == "1")
        {
            await File.WriteAllTextAsync(TranscriptFiles.PathOf(file), played, TestContext.Current.CancellationToken);
            return;
        }

        var written = TranscriptFiles.Text(file);
        Assert.True(written == played, TextDifference.Show(file, written, played));
    }
}
