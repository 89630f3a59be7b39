using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Moomken.Bot.Host.Tests.Channels.Kannel.Real;

/// <summary>
/// The phones behind Kannel's fake operator: one connection, a line for each SMS in either direction. Parts of a long SMS
/// are joined, as a phone does. Connects again when bearerbox was away.
/// </summary>
internal sealed partial class FakePhones : IAsyncDisposable
{
    private readonly int port;
    private readonly string ours;
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<string, Inbox> inboxes = new();
    private readonly ConcurrentDictionary<string, SortedDictionary<int, byte[]>> parts = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly ConcurrentDictionary<string, bool> senders = new();
    private readonly Task reading;
    private volatile NetworkStream? line;
    private Inbox? lastText;
    private int segments;

    /// <param name="port">Of the operator.</param>
    /// <param name="number">Ours at that operator.</param>
    public FakePhones(int port, string number = KannelBoxes.From)
    {
        (this.port, ours) = (port, number);
        reading = Task.Run(Read);
    }

    /// <summary>SMS parts that arrived on all phones.</summary>
    public int Segments => Volatile.Read(ref segments);

    /// <summary>Numbers from which anything came.</summary>
    public ICollection<string> Senders => senders.Keys;

    public IReadOnlyList<string> MessagesTo(string phone) => Of(phone).All;

    /// <summary>An SMS in UCS-2, as a phone with an Arabic keyboard sends it. Returns false when the operator could not be reached.</summary>
    public Task<bool> Says(string phone, string text) =>
        Write($"{phone} {ours} ucs2 {string.Concat(Encoding.BigEndianUnicode.GetBytes(text).Select(octet => $"%{octet:X2}"))}");

    /// <summary>One part of a long SMS in the GSM alphabet.</summary>
    public Task<bool> SaysPart(string phone, byte reference, byte total, byte number, string text) =>
        Write($"{phone} {ours} udh-text %05%00%03%{reference:X2}%{total:X2}%{number:X2} {text}");

    /// <summary>The first message after so many others; waits for it.</summary>
    public async Task<string> Next(string phone, int after, TimeSpan? within = null) =>
        await TryNext(phone, after, within ?? TimeSpan.FromSeconds(60)) ?? throw new TimeoutException($"Nothing came to {phone} after {after} messages; the last was: {MessagesTo(phone).LastOrDefault()}");

    public async Task<string?> TryNext(string phone, int after, TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!patience.IsCancellationRequested)
        {
            if (MessagesTo(phone) is var all && all.Count > after)
            {
                return all[after];
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await reading;
        closing.Dispose();
        writing.Dispose();
    }

    private async Task<bool> Write(string text)
    {
        await writing.WaitAsync();
        try
        {
            if (line is not { } open)
            {
                return false;
            }

            await open.WriteAsync(Encoding.UTF8.GetBytes(text + "\n"));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task Read()
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, closing.Token);
                using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
                line = client.GetStream();
                while (await reader.ReadLineAsync(closing.Token) is { } text)
                {
                    Take(text);
                }
            }
            catch (Exception away) when (away is SocketException or IOException or OperationCanceledException)
            {
                // bearerbox is away, or we are.
            }

            line = null;
            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(50), closing.Token));
        }
    }

    private void Take(string text)
    {
        var sms = Line().Match(text);
        if (!sms.Success)
        {
            lastText?.Continue(text);
            return;
        }

        Interlocked.Increment(ref segments);
        senders[sms.Groups["from"].Value] = true;
        var inbox = Of(sms.Groups["to"].Value);
        lastText = sms.Groups["kind"].Value == "text" ? inbox : null;
        switch (sms.Groups["kind"].Value)
        {
            case "text":
                inbox.Add(sms.Groups["rest"].Value);
                break;
            case "ucs-2":
                inbox.Add(Encoding.BigEndianUnicode.GetString(Bytes(sms.Groups["rest"].Value)));
                break;
            default:
                TakePart(inbox, sms.Groups["to"].Value, sms.Groups["rest"].Value.Split(" data "));
                break;
        }
    }

    private void TakePart(Inbox inbox, string to, string[] headerAndData)
    {
        var header = Bytes(headerAndData[0]);
        var whole = parts.GetOrAdd($"{to} {header[3]}", _ => []);
        whole[header[5]] = Bytes(headerAndData[1]);
        if (whole.Count == header[4] && parts.TryRemove($"{to} {header[3]}", out _))
        {
            byte[] joined = [.. whole.Values.SelectMany(part => part)];
            inbox.Add(joined.Any(octet => octet < 9) ? Encoding.BigEndianUnicode.GetString(joined) : Encoding.UTF8.GetString(joined));
        }
    }

    private static byte[] Bytes(string encoded)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < encoded.Length; i++)
        {
            bytes.Add(encoded[i] switch
            {
                '%' => Convert.ToByte(encoded[++i..(++i + 1)], 16),
                '+' => (byte)' ',
                var same => (byte)same,
            });
        }

        return [.. bytes];
    }

    private Inbox Of(string phone) => inboxes.GetOrAdd(phone, _ => new Inbox());

    [GeneratedRegex(@"^(?<from>\S+) (?<to>\+218\d{9}) (?<kind>text|ucs-2|udh) (?<rest>.*)$")]
    private static partial Regex Line();

    private sealed class Inbox
    {
        private readonly Lock gate = new();
        private readonly List<string> messages = [];

        public IReadOnlyList<string> All
        {
            get
            {
                lock (gate)
                {
                    return [.. messages];
                }
            }
        }

        public void Add(string text)
        {
            lock (gate)
            {
                messages.Add(text);
            }
        }

        /// <summary>A text of the GSM alphabet with line breaks comes on several lines.</summary>
        public void Continue(string text)
        {
            lock (gate)
            {
                messages[^1] += "\n" + text;
            }
        }
    }
}
