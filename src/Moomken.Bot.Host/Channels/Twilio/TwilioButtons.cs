using System.Collections.Concurrent;
using System.Text.Json;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Rendering;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>
/// Twilio draws buttons and lists only from a template. Inside the 24 hours it needs nobody's approval and its words may all
/// be variables, so one template serves every message with as many buttons: three for buttons, ten for lists, made at
/// Twilio when first needed and found there again by their names after a restart. No word of any message is in them.
/// </summary>
public sealed class TwilioButtons(TwilioApi api, TwilioListLabel listLabel, TimeProvider time, ILogger<TwilioButtons> log) : IDisposable
{
    private const int MostPages = 20;

    /// <summary>After a failure the choices are written out for so long before Twilio is asked again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, string> known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim asking = new(1);
    private DateTimeOffset notBefore;
    private bool listed;

    /// <summary>The template for this shape; null when there is none now.</summary>
    internal async Task<string?> SidFor(ChannelShape shape, CancellationToken cancellation)
    {
        var name = ChoiceTemplate.NameOf(shape);
        if (known.TryGetValue(name, out var sid))
        {
            return sid;
        }

        await asking.WaitAsync(cancellation);
        try
        {
            return known.TryGetValue(name, out sid) ? sid : time.GetUtcNow() < notBefore ? null : await FindOrMake(name, shape, cancellation);
        }
        finally
        {
            asking.Release();
        }
    }

    /// <summary>The template was refused, perhaps because somebody deleted it at Twilio: it is looked for anew.</summary>
    internal void Forget(ChannelShape shape)
    {
        known.TryRemove(ChoiceTemplate.NameOf(shape), out _);
        listed = false;
        notBefore = time.GetUtcNow() + Pause;
    }

    internal string Variables(ChannelShape shape, Tongue tongue) => ChoiceTemplate.Variables(shape, listLabel.In(tongue));

    public void Dispose() => asking.Dispose();

    private async Task<string?> FindOrMake(string name, ChannelShape shape, CancellationToken cancellation)
    {
        await FindOld(cancellation);
        if (known.TryGetValue(name, out var old))
        {
            return old;
        }

        var answer = await api.PostJson(api.Content, JsonSerializer.SerializeToUtf8Bytes(ChoiceTemplate.Template(name, shape)), cancellation);
        if (answer is { IsSuccess: true, Sid: { } made })
        {
            return known[name] = made;
        }

        notBefore = time.GetUtcNow() + Pause;
        log.LogWarning("Twilio made no template for buttons (status {Status}, code {Code}); choices are written as numbers meanwhile.", answer.Status, answer.Code);
        return null;
    }

    /// <summary>What earlier runs have made; without it every start would leave a dozen more behind.</summary>
    private async Task FindOld(CancellationToken cancellation)
    {
        var next = new Uri(api.Content, "/v1/Content?PageSize=100");
        for (var page = 0; !listed && page < MostPages; page++)
        {
            var answer = await api.Get(next, cancellation);
            if (answer.Body is not { } body || !answer.IsSuccess)
            {
                return;
            }

            foreach (var content in Contents(body))
            {
                known.TryAdd(content.Name, content.Sid);
            }

            listed = NextPage(body) is not { } more;
            next = listed ? next : new Uri(api.Content, new Uri(api.Content, NextPage(body)!).PathAndQuery);
        }
    }

    private static IEnumerable<(string Name, string Sid)> Contents(JsonElement body) =>
        from content in body.TryGetProperty("contents", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : []
        let name = Text(content, "friendly_name")
        let sid = Text(content, "sid")
        where sid is not null && name?.StartsWith(ChoiceTemplate.NamePrefix, StringComparison.Ordinal) == true
        select (name, sid);

    private static string? NextPage(JsonElement body) => body.TryGetProperty("meta", out var meta) ? Text(meta, "next_page_url") : null;

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
