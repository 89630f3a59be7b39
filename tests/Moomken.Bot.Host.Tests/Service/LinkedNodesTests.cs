using Moomken.Bot.Conversations;
using Moomken.Bot.Incidents;
using Moomken.Bot.People;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>One person on two channels, each of which reaches another node.</summary>
[Collection(ServiceTests.Name)]
public sealed class LinkedNodesTests(LinkedNodes nodes) : IClassFixture<LinkedNodes>
{
    [Fact]
    public async Task A_report_begun_through_one_node_goes_on_through_the_other_and_nothing_is_said_twice()
    {
        nodes.Apart();
        var me = new TwoChannelPerson(nodes, 7_001, "+218911110001");
        await me.Agree();
        await me.BeginReport();
        await me.Link();

        Assert.Contains("نكمل هنا ما بدأ على تيليغرام", await me.Sms("ماذا"), StringComparison.Ordinal);
        Assert.Contains("متى حدث؟", await me.Sms("مصراتة"), StringComparison.Ordinal);
        await me.Sms("1");
        Assert.Contains("نكمل هنا ما بدأ على الرسائل القصيرة", await me.Telegram("نعم"), StringComparison.Ordinal);
        await me.Telegram("منعوا المراقبين من الدخول");

        // Neither is answered: each has been taken, by the other node.
        nodes.Crossed();
        Assert.Equal(200, await nodes.Nodes.Fake.Repeat(me.LastUpdate!));
        Assert.Equal(200, await nodes.Twilio.Post(me.LastSms!));

        await me.Telegram("هذا كل شيء");
        var sent = await me.Telegram("إرسال مع التواصل");
        Assert.Contains(TwoChannelPerson.CodeIn(sent), await me.Sms("حالة"), StringComparison.Ordinal);
        me.HeardNothingElse();
        var (incidents, people) = await nodes.Nodes.Stored(store => (store.Scan(Incident.Documents, 100), store.Scan(Person.Documents, 100)));
        var incident = Assert.Single(incidents, incident => incident.ShownCode == TwoChannelPerson.CodeIn(sent));
        Assert.Equal(2, Assert.Single(people, person => person.Id == incident.ReporterId).Linked.Length);
        Assert.Contains("منعوا المراقبين من الدخول", incident.Latest.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_takes_a_channel_away_through_one_node_is_a_stranger_there_through_the_other()
    {
        nodes.Apart();
        var me = new TwoChannelPerson(nodes, 7_002, "+218911110002");
        await me.Agree();
        await me.BeginReport();
        await me.Link();

        Assert.Contains("أي قناة نفك ربطها", await me.Telegram("فك الربط"), StringComparison.Ordinal);
        Assert.Contains("فُك ربط", await me.Telegram("1"), StringComparison.Ordinal);
        nodes.Crossed();
        var shown = await me.Sms("بلاغ");
        Assert.DoesNotContain("أين حدث؟", shown, StringComparison.Ordinal);
        Assert.Contains("متى حدث؟", await me.Telegram("مصراتة"), StringComparison.Ordinal);
        me.HeardNothingElse();
        Assert.Equal(2, (await ConversationsOf(me)).Select(conversation => conversation.PersonId).Distinct().Count());
    }

    [Fact]
    public async Task A_number_that_changed_hands_leads_to_nobody_through_any_node()
    {
        nodes.Apart();
        var me = new TwoChannelPerson(nodes, 7_003, "+218911110003");
        await me.Agree();
        await me.BeginReport();
        await me.Link();
        await Silent(me, TimeSpan.FromDays(61));

        Assert.Contains("منذ وقت طويل", await me.Sms("حالة"), StringComparison.Ordinal);
        nodes.Crossed();
        Assert.DoesNotContain("أين حدث؟", await me.Sms("2"), StringComparison.Ordinal);
        Assert.DoesNotContain("أين حدث؟", await me.Sms("بلاغ"), StringComparison.Ordinal);
        Assert.Contains("متى حدث؟", await me.Telegram("مصراتة"), StringComparison.Ordinal);
        me.HeardNothingElse();
        Assert.Equal(2, (await ConversationsOf(me)).Select(conversation => conversation.PersonId).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_code_that_is_used_on_both_nodes_at_once_binds_once(int round)
    {
        nodes.Apart();
        var owner = new TwoChannelPerson(nodes, 7_100 + round, $"+21891222000{round}");
        var one = new TwoChannelPerson(nodes, 7_200 + round, $"+21891333000{round}");
        var other = new TwoChannelPerson(nodes, 7_300 + round, $"+21891444000{round}");
        await owner.Agree();
        var code = TwoChannelPerson.CodeIn(await owner.Telegram("ربط"));
        await one.Telegram($"ربط {code}");
        await other.Sms($"ربط {code}");

        string[] said = await Task.WhenAll(one.Telegram("1"), other.Sms("1"));

        Assert.Single(said, text => text.Contains("سألناكم على القناة الأخرى", StringComparison.Ordinal));
        Assert.Single(said, text => text.Contains("كُتب هذا الرمز قبلكم", StringComparison.Ordinal));
        Assert.Contains("كُتب رمز الربط", await owner.HearTelegram(), StringComparison.Ordinal);

        // Yes by the button and yes in words, each to another node.
        nodes.Nodes.Route(nodes.First, nodes.Second);
        var question = nodes.Nodes.Fake.MessagesTo(owner.Chat)[^1];
        await Task.WhenAll(nodes.Nodes.Fake.UserPresses(question, "نعم، اربط"), owner.Telegram("ربط نعم"));
        await owner.HearTelegram();
        await (said[0].Contains("سألناكم", StringComparison.Ordinal) ? one.HearTelegram() : other.HearSms());
        await owner.Telegram("مساعدة");

        Assert.All([owner, one, other], person => person.HeardNothingElse());
        var people = (await nodes.Nodes.Stored(store => store.Scan(Person.Documents, 100))).Where(person => person.Linked.Length > 1);
        var conversations = await ConversationsOf(owner);
        Assert.Equal(2, Assert.Single(people, person => person.Linked.Contains(conversations.Single().Id)).Linked.Length);
    }

    /// <summary>As if the phone had not been used for so long.</summary>
    private Task<bool> Silent(TwoChannelPerson person, TimeSpan span) => nodes.Beside(async (store, conversationOf) => await store.WriteAsync(transaction =>
    {
        var phone = transaction.Get(Conversation.Documents, conversationOf(person)[1])!;
        transaction.Put(Conversation.Documents, phone with { LastAt = phone.LastAt - span });
        return true;
    }));

    /// <summary>On Telegram and on the phone; a channel on which nothing was ever said has none.</summary>
    private Task<List<Conversation>> ConversationsOf(TwoChannelPerson person) => nodes.Beside((store, conversationOf) => store.ReadAsync(
        reader => conversationOf(person).Select(id => reader.Get(Conversation.Documents, id)).OfType<Conversation>().ToList()));
}
