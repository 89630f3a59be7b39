using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Moomken.Bot.Duty;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;

namespace Moomken.Bot.Host.Commands;

/// <summary>What the operator reads at the start: where the chat is, which channels are on, and how to turn the others on.</summary>
internal static class StartLines
{
    /// <summary>Says them to the console, or to the log where every line must be JSON.</summary>
    public static void Print(WebApplication app, MoomkenOptions options, ChannelList channels, OpenStorage storage, Action<string> say)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        say($"Moomken.Bot is ready at {address}");
        say(channels.On.Contains(WebChatChannel.ChannelName)
            ? $"  Web chat:  {address}/chat  (Arabic), {address}/chat?lang=en  (English)"
            : "  Web chat:  off. To turn it on, leave WebChat__Enabled out.");
        foreach (var line in channels.StatusLines)
        {
            say("  " + line);
        }

        say(storage.Postgres is { } postgres
            ? $"  Data:      PostgreSQL, {postgres.Place}; keys in {options.DataDirectory} (back up moomken.keys apart from the database: without that file nothing in it can be read)"
            : $"  Data:      {options.DataDirectory} (back up moomken.keys apart from it: without that file nothing in it can be read)");
        say(options.Duty.IsEmpty
            ? "  Duty:      nobody. Serious reports alert no one until you set Duty__People__0__Region, __Channel and __User."
            : $"  Duty:      {options.Duty.Length} coordinators, {Everywhere(options)}; the next is told after {options.EscalateAfterMinutes} minutes");
    }

    /// <summary>A call for help has no place: who is for all is told first, and without one each of the regions' people in turn.</summary>
    private static string Everywhere(MoomkenOptions options) => options.Duty.Count(contact => contact.Region == DutyRoster.Everywhere) switch
    {
        0 => "none for All: a call without a place goes through everybody",
        var count => $"{count} for All",
    };
}
