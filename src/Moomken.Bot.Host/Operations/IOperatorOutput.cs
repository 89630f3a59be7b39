namespace Moomken.Bot.Host.Operations;

/// <summary>The operator who asked, as an operation sees them: at this process's console, or at the other end of the control socket.</summary>
internal interface IOperatorOutput
{
    /// <summary>A line of the answer.</summary>
    Task LineAsync(string text);

    /// <summary>A line that says what is wrong and how to mend it.</summary>
    Task FaultAsync(string text);

    /// <summary>
    /// Makes a file on the operator's side, for their eyes only, whole or not at all. The stream can only be written, forwards. Returns
    /// when the file is on their disk; what was handed in must have been read by then. Throws <see cref="IOException"/> or
    /// <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    /// <param name="name">What it is called when the operator gave no name; no folder in it.</param>
    /// <param name="said">What is said of it when it is whole: "…" written to its path.</param>
    /// <param name="write">Writes the contents.</param>
    Task FileAsync(string name, string said, Func<Stream, Task> write);
}
