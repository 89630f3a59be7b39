using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Host.Settings;

namespace Moomken.Bot.Host.Commands;

/// <summary>What the operator reads at the start: where the chat is, which channels are on, and how to turn the others on.</summary>
internal static class StartLines
{
    public static void Print(WebApplication app, MoomkenOptions options, ChannelList channels)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        Console.WriteLine($"Moomken.Bot is ready at {address}");
        Console.WriteLine(channels.On.Contains(WebChatChannel.ChannelName)
            ? $"  Web chat:  {address}/chat  (Arabic), {address}/chat?lang=en  (English)"
            : "  Web chat:  off. To turn it on, leave WebChat__Enabled out.");
        foreach (var line in channels.StatusLines)
        {
            Console.WriteLine("  " + line);
        }

        Console.WriteLine($"  Data:      {options.DataDirectory} (back up moomken.keys apart from it: without that file nothing in it can be read)");
        Console.WriteLine(options.Duty.IsEmpty
            ? "  Duty:      nobody. Serious reports alert no one until you set Duty__People__0__Region, __Channel and __User."
            : $"  Duty:      {options.Duty.Length} coordinators, the next is told after {options.EscalateAfterMinutes} minutes");
    }
}
