using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>Says what is wrong with the disk, and what to do.</summary>
internal static class StoreFault
{
    private const int NoSpaceLeft = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static StoreUnavailableException Describe(Exception error, string place)
    {
        if (error is StoreUnavailableException known)
        {
            return known;
        }

        var cause = error;
        while (cause.InnerException is { } inner)
        {
            cause = inner;
        }

        return new StoreUnavailableException(cause.HResult switch
        {
            NoSpaceLeft or WindowsDiskFull =>
                $"The disk that holds {place} is full. Free some space: the service goes on by itself, without a restart.",
            ReadOnlyFileSystem =>
                $"The disk that holds {place} has become read-only, as Linux does after a disk error. Look into the kernel's log, mend or replace the disk.",
            _ when cause is UnauthorizedAccessException =>
                $"The files in {place} may not be written: {cause.Message} Give the user that runs the service the right to write there.",
            _ when cause is IOException =>
                $"The disk that holds {place} gave an error: {cause.Message} Look into the kernel's log. The service tries again with each message.",
            _ => $"The data file in {place} could not be used: {cause.GetType().Name}. The service opens it again with the next message; if this stays, restore from a backup.",
        }, error);
    }
}
