using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.Dialogs;

/// <summary>Paths made from the compiled dialogs: every state and every way of each is walked on each channel.</summary>
public class EveryWayTests
{
    public static TheoryData<string, string> DialogsOnChannels
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var dialog in Shipped.Library.Dialogs.Keys.Order())
            {
                foreach (var channel in ChannelProfile.All)
                {
                    data.Add(dialog, channel.Name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(DialogsOnChannels))]
    public void Every_state_and_every_way_is_walked(string dialog, string channel)
    {
        var explorer = new Explorer(Shipped.Library, dialog, ChannelProfile.Named(channel)!);

        explorer.Run();

        var compiled = Shipped.Library.Dialogs[dialog];
        Assert.Equal([], compiled.Nodes.Keys.Except(explorer.Reached).Order());
        Assert.Equal([], DialogGraph.Edges(compiled).Select(edge => (edge.From, edge.To)).Except(explorer.Taken).Order());
    }

    [Fact]
    public void A_turn_allocates_little()
    {
        var engine = new DialogEngine(Shipped.Library);
        var talk = new Conversation(Shipped.Library).Open("incident").Press("safe");
        var (session, context) = (talk.Session, talk.Context);
        DialogInput[] inputs = [new DialogInput.Press(session.Sprint, "VIO"), new DialogInput.Text("٣"), new DialogInput.Text("كلام لا يُفهم")];
        var bytes = 0L;
        for (var round = 0; round < 2; round++)
        {
            // The first round builds the machine and the tables.
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var input in inputs)
            {
                engine.Step(session, input, context);
            }

            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / inputs.Length;
        }

        Assert.True(bytes < 40_000, $"A turn allocates {bytes} bytes.");
    }
}
