namespace Moomken.Bot.Host.Operations;

/// <summary>A file for its owner's eyes only, whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when it cannot be written, also when the file is there already.</summary>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var temporary = $"{path}.part";
        var mine = false;
        try
        {
            await using (var file = new FileStream(temporary, options))
            {
                mine = true;
                await write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: false);
        }
        finally
        {
            if (mine)
            {
                File.Delete(temporary);
            }
        }
    }
}
