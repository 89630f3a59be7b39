namespace Moomken.Bot.Host.Control;

/// <summary>What one frame on the control socket is. The numbers are the protocol: they never change their meaning.</summary>
internal enum FrameKind : byte
{
    /// <summary>From the command, first: <see cref="ControlRequest"/> as JSON.</summary>
    Request = 1,

    /// <summary>From the command: bytes of the file that it hands in. An empty one ends the file.</summary>
    Input = 2,

    /// <summary>From the command: the file that the service gave is whole, under its name and on the disk. Nothing is in it.</summary>
    Kept = 3,

    /// <summary>From the service: a line for the output.</summary>
    Line = 16,

    /// <summary>From the service: a line for the error output.</summary>
    Fault = 17,

    /// <summary>From the service: a file begins; its name, a line feed, and what is said of it when it is whole.</summary>
    File = 18,

    /// <summary>From the service: bytes of the file.</summary>
    Bytes = 19,

    /// <summary>From the service: the file is whole. It goes on when the command has <see cref="Kept"/> it.</summary>
    FileEnd = 20,

    /// <summary>From the service, last: the exit code, four bytes. Without it the answer is not whole.</summary>
    Exit = 21,
}
