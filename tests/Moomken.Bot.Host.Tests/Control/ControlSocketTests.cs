using System.Net.Sockets;
using System.Text;
using Moomken.Bot.Host.Control;
using Moomken.Bot.Host.Operations;
using Xunit;

namespace Moomken.Bot.Host.Tests.Control;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public class ControlSocketTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_command_is_answered_with_lines_faults_a_file_and_an_exit_code()
    {
        ControlWorld? made = null;
        var operation = ControlWorld.Makes("greet", async (asked, call, _) =>
        {
            await call.Output.LineAsync($"مرحبا {asked.Word}");
            await call.Output.FaultAsync("تنبيه");
            await call.Output.FileAsync("../../x.txt", "one file", file => file.WriteAsync("محتوى"u8.ToArray()).AsTask());
            return File.Exists(made!.Made("x.txt")) ? 3 : 4;
        });
        await using var world = made = new ControlWorld([operation]);
        await world.Start();

        Assert.Equal(3, await world.Ask(operation, "سالم", cancellation: TestContext.Current.CancellationToken));

        Assert.Equal($"مرحبا سالم{Environment.NewLine}one file written to {world.Made("x.txt")}{Environment.NewLine}", world.Output.ToString());
        Assert.Equal($"تنبيه{Environment.NewLine}", world.Errors.ToString());
        Assert.Equal("محتوى", await File.ReadAllTextAsync(world.Made("x.txt"), TestContext.Current.CancellationToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(world.Made("x.txt")));
    }

    [Fact]
    public async Task A_large_file_goes_both_ways_at_once()
    {
        var operation = ControlWorld.Makes("mirror", async (_, call, cancellation) =>
        {
            await call.Output.FileAsync("mirrored", "all", file => call.Input.CopyToAsync(file, cancellation));
            return 0;
        });
        var bytes = new byte[5_000_001];
        new Random(5).NextBytes(bytes);
        await using var world = new ControlWorld([operation]);
        await world.Start();

        Assert.Equal(0, await world.Ask(operation, "", new MemoryStream(bytes), TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken));

        Assert.Equal(bytes, await File.ReadAllBytesAsync(world.Made("mirrored"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_counts_as_given_only_when_the_command_says_that_it_has_it()
    {
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var operation = ControlWorld.Makes("codes", async (_, call, _) =>
        {
            try
            {
                await call.Output.FileAsync("codes", "codes", file => file.WriteAsync(new byte[100]).AsTask());
                ended.SetResult("given");
            }
            catch (IOException lost)
            {
                ended.SetResult(lost.Message);
            }

            return 0;
        });
        await using var world = new ControlWorld([operation]);
        await world.Start();
        using (var path = ControlPath.In(world.DataFolder))
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            await socket.ConnectAsync(path.EndPoint, TestContext.Current.CancellationToken);
            await using var stream = new NetworkStream(socket);
            Frames.Write(stream, FrameKind.Request, """{"Operation":"codes","Request":"eyJXb3JkIjoiIn0="}""");
            for (var frame = await Frames.ReadAsync(stream, TestContext.Current.CancellationToken); frame?.Kind != FrameKind.FileEnd;)
            {
                frame = await Frames.ReadAsync(stream, TestContext.Current.CancellationToken);
            }
        }

        Assert.Contains("went away before it had the file", await ended.Task.WaitAsync(Patience, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_breaks_in_the_middle_of_a_file_leaves_none()
    {
        var operation = ControlWorld.Makes("break", async (_, call, _) =>
        {
            await call.Output.FileAsync("half", "half", async file =>
            {
                await file.WriteAsync(new byte[200_000]);
                throw new IOException("The disk is gone.");
            });
            return 0;
        });
        await using var world = new ControlWorld([operation]);
        await world.Start();

        Assert.Equal(Operation.Failed, await world.Ask(operation, "", cancellation: TestContext.Current.CancellationToken));

        Assert.Equal($"Not done: The disk is gone.{Environment.NewLine}", world.Errors.ToString());
        Assert.False(File.Exists(world.Made("half")));
        Assert.False(File.Exists(world.Made("half.part")));
    }

    [Fact]
    public async Task A_fault_of_our_own_is_told_by_its_kind_only()
    {
        var operation = ControlWorld.Makes("fall", (_, _, _) => throw new InvalidOperationException("فاطمة"));
        await using var world = new ControlWorld([operation]);
        await world.Start();

        Assert.Equal(Operation.Failed, await world.Ask(operation, "", cancellation: TestContext.Current.CancellationToken));

        Assert.Contains("InvalidOperationException", world.Errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("فاطمة", world.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_is_interrupted_ends_its_operation_and_the_next_one_is_served()
    {
        var begun = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        var forever = ControlWorld.Makes("wait", async (_, _, cancellation) =>
        {
            begun.SetResult();
            await using var told = cancellation.Register(ended.SetResult);
            await Task.Delay(Timeout.Infinite, cancellation);
            return 0;
        });
        var quick = ControlWorld.Makes("quick", (_, _, _) => Task.FromResult(0));
        await using var world = new ControlWorld([forever, quick]);
        await world.Start();
        using var interrupt = new CancellationTokenSource();
        var waiting = world.Ask(forever, "", cancellation: interrupt.Token);
        await begun.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await ended.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal(0, await world.Ask(quick, "", cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_service_that_stops_says_so_to_the_command_and_takes_its_socket_away()
    {
        var begun = new TaskCompletionSource();
        var forever = ControlWorld.Makes("wait", async (_, _, cancellation) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return 0;
        });
        await using var world = new ControlWorld([forever]);
        await world.Start();
        var waiting = world.Ask(forever, "", cancellation: TestContext.Current.CancellationToken);
        await begun.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        await world.Stop();

        Assert.Equal(Operation.Failed, await waiting.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Contains("the service broke off in the middle", world.Errors.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(world.SocketFile));
    }

    [Fact]
    public async Task Without_a_service_the_command_says_who_holds_the_folder_and_what_to_do()
    {
        var operation = ControlWorld.Makes("greet", (_, _, _) => Task.FromResult(0));
        await using var world = new ControlWorld([operation]);
        await File.WriteAllTextAsync(world.SocketFile, "", TestContext.Current.CancellationToken);

        Assert.Equal(Operation.Failed, await world.Ask(operation, "", cancellation: TestContext.Current.CancellationToken));

        Assert.Contains("process id 7", world.Errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("Try again in a few seconds", world.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_left_by_a_killed_service_is_replaced()
    {
        var operation = ControlWorld.Makes("greet", (_, _, _) => Task.FromResult(0));
        await using var world = new ControlWorld([operation]);
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(world.SocketFile));
        }

        await File.WriteAllTextAsync(world.SocketFile, "", TestContext.Current.CancellationToken);
        await world.Start();

        Assert.Equal(0, await world.Ask(operation, "", cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_data_folder_with_a_very_long_path_has_its_socket_too()
    {
        var operation = ControlWorld.Makes("greet", (_, _, _) => Task.FromResult(0));
        await using var world = new ControlWorld([operation], string.Join('/', Enumerable.Repeat("مجلد-طويل-الاسم", 12)));
        Assert.True(Encoding.UTF8.GetByteCount(world.SocketFile) > 200);
        await world.Start();

        Assert.Equal(0, await world.Ask(operation, "", cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Only_the_owner_may_touch_the_socket()
    {
        await using var world = new ControlWorld([]);
        await world.Start();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(world.SocketFile));
    }

    [Theory]
    [InlineData(1000, 1000, true)]
    [InlineData(0, 1000, true)]
    [InlineData(1001, 1000, false)]
    [InlineData(1000, 0, false)]
    [InlineData(65534, 1000, false)]
    public void Only_the_services_user_and_root_may_talk(uint peer, uint service, bool may) => Assert.Equal(may, PeerRights.Allows(peer, service));

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\u0001\0\0\0\u0002{}")]
    [InlineData("\u0001\u007f\u007f\u007f\u007fxxxx")]
    [InlineData("\u0002\0\0\0\u0000")]
    [InlineData("")]
    public async Task What_is_no_request_of_ours_is_let_go_and_the_next_command_is_served(string words)
    {
        var operation = ControlWorld.Makes("greet", (_, _, _) => Task.FromResult(0));
        await using var world = new ControlWorld([operation]);
        await world.Start();
        using (var path = ControlPath.In(world.DataFolder))
        using (var stranger = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            await stranger.ConnectAsync(path.EndPoint, TestContext.Current.CancellationToken);
            stranger.Send(Encoding.Latin1.GetBytes(words));
            stranger.Shutdown(SocketShutdown.Send);
            await Closed(stranger).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, await world.Ask(operation, "", cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_command_of_a_newer_version_is_told_so()
    {
        await using var world = new ControlWorld([]);
        await world.Start();
        var operation = ControlWorld.Makes("tomorrow", (_, _, _) => Task.FromResult(0));

        Assert.Equal(Operation.Failed, await world.Ask(operation, "", cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("of another version", world.Errors.ToString(), StringComparison.Ordinal);
    }

    private static async Task Closed(Socket socket)
    {
        try
        {
            Assert.Equal(0, await socket.ReceiveAsync(new byte[1]));
        }
        catch (SocketException reset)
        {
            Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
        }
    }
}
