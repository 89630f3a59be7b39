using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Host.Tests.Channels.WebChat.Support;
using Moomken.Bot.Messages;
using SkiaSharp;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.WebChat;

public class UploadTests
{
    private static readonly byte[] Png = Picture(SKEncodedImageFormat.Png);

    [Fact]
    public async Task A_photo_with_words_becomes_media_and_is_shown_in_the_transcript()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();

        var posted = await UploadAsync(caller, "c1", (Png, "image/png", "صورة.png"));
        var line = Assert.Single(await caller.LinesAsync());
        var file = line["attachments"]![0]!;
        var served = await caller.SendAsync(HttpMethod.Get, new Uri((string)file["contentUrl"]!).PathAndQuery);

        Assert.Equal((200, (string)posted.Json["id"]!), (posted.Status, (string)line["id"]!));
        Assert.Equal(("image/png", "صورة.png", "ملف"), ((string)file["contentType"]!, (string)file["name"]!, (string)line["text"]!));
        var media = Assert.Single(Assert.Single(host.Bot.Taken).Media);
        Assert.Equal(("photo", "صورة.png", "image/png", (long?)Png.Length), (media.Kind, media.FileName, media.ContentType, media.Bytes));
        Assert.Equal(Png, served.Body);
        Assert.Equal("image/png", served.ContentHeaders.ContentType!.ToString());
        Assert.Equal("inline", served.ContentHeaders.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", served.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", served.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task Evidence_reads_what_was_uploaded_and_may_remove_it()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var video = new byte[1_300_000];
        new Random(5).NextBytes(video);
        await UploadAsync(caller, "c1", (video, "video/mp4", "video.mp4"));
        var media = host.Bot.Taken.Single().Media.Single();
        var token = TestContext.Current.CancellationToken;

        var fetched = await host.Bot.Channel!.FetchAsync(media, 20 << 20, token);
        var limited = await host.Bot.Channel!.FetchAsync(media, 1000, token);
        host.Get<UploadFolder>().Delete(media.Reference);
        var gone = await host.Bot.Channel!.FetchAsync(media, 20 << 20, token);

        Assert.Equal(video, Assert.IsType<FetchResult.Fetched>(fetched).Bytes);
        Assert.IsType<FetchResult.TooLarge>(limited);
        Assert.False(Assert.IsType<FetchResult.Failed>(gone).Retryable);
    }

    [Fact]
    public async Task The_bytes_lie_sealed_and_a_change_is_noticed()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var secret = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("شهادة سرية ", 1000)));
        await UploadAsync(caller, "c1", (secret, "text/plain", "a.txt"));
        var path = Assert.Single(Directory.GetFiles(host.UploadFolder));
        var kept = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        kept[^1] ^= 1;
        await File.WriteAllBytesAsync(path, kept, TestContext.Current.CancellationToken);
        var damaged = await host.Bot.Channel!.FetchAsync(host.Bot.Taken.Single().Media.Single(), 20 << 20, TestContext.Current.CancellationToken);

        Assert.Equal(-1, kept.AsSpan().IndexOf("شهادة"u8));
        Assert.Equal("damaged", Assert.IsType<FetchResult.Failed>(damaged).Reason);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task A_retried_upload_is_taken_once_and_leaves_no_second_file()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();

        var first = await UploadAsync(caller, "c1", (Png, "image/png", "a.png"));
        var again = await UploadAsync(caller, "c1", (Png, "image/png", "a.png"));

        Assert.Equal((string)first.Json["id"]!, (string)again.Json["id"]!);
        Assert.Single(host.Bot.Taken);
        Assert.Single(Directory.GetFiles(host.UploadFolder));
    }

    [Fact]
    public async Task A_single_file_can_be_the_whole_body()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var content = new ByteArrayContent(Png);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        content.Headers.TryAddWithoutValidation("Content-Disposition", "name=\"file\"; filename=\"a.png\"");

        var posted = await caller.SendAsync(HttpMethod.Post, $"conversations/{caller.Conversation}/upload?userId=x", content);

        Assert.Equal(200, posted.Status);
        Assert.Equal(("photo", "a.png"), (host.Bot.Taken.Single().Media.Single().Kind, host.Bot.Taken.Single().Media.Single().FileName));
    }

    [Theory]
    [InlineData("image/jpeg", false, "photo")]
    [InlineData("audio/ogg", false, "audio")]
    [InlineData("audio/webm;codecs=opus", true, "voice")]
    [InlineData("video/mp4", false, "video")]
    [InlineData("application/pdf", false, "document")]
    [InlineData("nonsense", false, "document")]
    public async Task The_kind_follows_what_the_sender_says(string type, bool voice, string kind)
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();

        await UploadAsync(caller, "c1", voice, ([1, 2, 3], type, "a"));

        Assert.Equal(kind, host.Bot.Taken.Single().Media.Single().Kind);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "text/html", "a.html")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml", "a.svg")]
    [InlineData("\u0089PNG but not a picture", "image/png", "a.png")]
    public async Task What_is_no_picture_is_only_ever_downloaded(string content, string type, string name)
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        await UploadAsync(caller, "c1", (Encoding.Latin1.GetBytes(content), type, name));
        var file = (await caller.LinesAsync()).Single()["attachments"]![0]!;

        var served = await caller.SendAsync(HttpMethod.Get, new Uri((string)file["contentUrl"]!).PathAndQuery);

        Assert.Equal("application/octet-stream", served.ContentHeaders.ContentType!.ToString());
        Assert.Equal("attachment", served.ContentHeaders.ContentDisposition!.DispositionType);
        Assert.DoesNotContain("image/", (string)file["contentType"]!);
    }

    [Fact]
    public async Task A_picture_that_would_fill_a_phones_memory_is_not_shown()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var bomb = (byte[])Png.Clone();
        bomb[16] = bomb[20] = 0x00;
        bomb[18] = bomb[22] = 0xC3; // 50 000 pixels wide and high, in the header alone.

        await UploadAsync(caller, "c1", (bomb, "image/png", "a.png"));

        Assert.Equal("application/octet-stream", (string)(await caller.LinesAsync()).Single()["attachments"]![0]!["contentType"]!);
    }

    [Fact]
    public async Task Size_and_number_are_limited_and_nothing_refused_stays()
    {
        await using var host = await WebChatHost.StartAsync(new()
        {
            ["WebChat:MaxFileBytes"] = "1000",
            ["WebChat:MaxFiles"] = "2",
            ["WebChat:MaxConversationBytes"] = "2500",
        });
        using var caller = await host.Caller().JoinAsync();
        (byte[] Content, string Type, string Name) File(int bytes) => (new byte[bytes], "application/pdf", "a.pdf");

        var tooBig = await UploadAsync(caller, "c1", File(10), File(1001));
        var tooMany = await UploadAsync(caller, "c2", File(1), File(1), File(1));
        var allowed = await UploadAsync(caller, "c3", File(1000), File(1000));
        var tooMuchInAll = await UploadAsync(caller, "c4", File(501));

        Assert.Equal((413, 413, 200, 413), (tooBig.Status, tooMany.Status, allowed.Status, tooMuchInAll.Status));
        Assert.Equal(2, Directory.GetFiles(host.UploadFolder).Length);
        Assert.Single(host.Bot.Taken);
    }

    [Fact]
    public async Task A_broken_form_is_refused_and_a_full_store_leaves_no_file()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var path = $"conversations/{caller.Conversation}/upload";
        var noBoundary = new ByteArrayContent(Png);
        noBoundary.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data");

        Assert.Equal(400, (await caller.SendAsync(HttpMethod.Post, path, noBoundary)).Status);
        Assert.Equal(415, (await caller.SendAsync(HttpMethod.Post, path, new ByteArrayContent(Png))).Status);
        host.Bot.Fault = new InvalidOperationException();
        Assert.Equal(502, (await UploadAsync(caller, "c1", (Png, "image/png", "a.png"))).Status);
        Assert.Empty(Directory.GetFiles(host.UploadFolder));
    }

    [Fact]
    public async Task A_file_is_found_only_by_its_whole_address()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        using var other = await host.Caller().JoinAsync();
        await UploadAsync(caller, "c1", (Png, "image/png", "a.png"));
        var id = host.Bot.Taken.Single().Media.Single().Reference;

        foreach (var path in new[]
        {
            $"conversations/{other.Conversation}/uploads/{id}",
            $"conversations/{caller.Conversation}/uploads/{id[..^1]}Z",
            $"conversations/{caller.Conversation}/uploads/..%2F..%2Fsecret",
        })
        {
            Assert.Equal(404, (await caller.SendAsync(HttpMethod.Get, path)).Status);
        }
    }

    [Fact]
    public async Task A_file_name_cannot_steer_a_screen_or_a_path()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();

        await UploadAsync(caller, "c1", ([1], "application/pdf", "../../etc/\u202Efdp.exe"));

        Assert.Equal("fdp.exe", host.Bot.Taken.Single().Media.Single().FileName);
    }

    private static Task<DirectLineResponse> UploadAsync(DirectLineCaller caller, string clientId, params (byte[] Content, string Type, string Name)[] files) =>
        UploadAsync(caller, clientId, false, files);

    private static Task<DirectLineResponse> UploadAsync(
        DirectLineCaller caller, string clientId, bool voice, params (byte[] Content, string Type, string Name)[] files)
    {
        var activity = DirectLineCaller.Message("ملف", clientId);
        activity["channelData"]!["moomken"] = new JsonObject { ["voice"] = voice };
        activity["attachments"] = new JsonArray([.. files.Select(file => new JsonObject { ["contentType"] = file.Type, ["name"] = file.Name })]);
        var form = new MultipartFormDataContent
        {
            HeaderEncodingSelector = (_, _) => Encoding.UTF8,
        };
        form.Add(new StringContent(activity.ToJsonString(), Encoding.UTF8, "application/vnd.microsoft.activity"), "activity", "blob");
        foreach (var (content, type, name) in files)
        {
            // As browsers write it: the name raw in UTF-8, without the encoded form that HttpClient would add.
            var part = new ByteArrayContent(content);
            part.Headers.TryAddWithoutValidation("Content-Type", type);
            part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{name}\"");
            form.Add(part);
        }

        return caller.SendAsync(HttpMethod.Post, $"conversations/{caller.Conversation}/upload?userId=x", form);
    }

    private static byte[] Picture(SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(40, 30);
        bitmap.Erase(SKColors.Teal);
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }
}
