using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.Disk;

/// <summary>The folder that holds everything the service keeps.</summary>
internal static class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder when it is missing, with rights for its owner only. Throws <see cref="StoreUnavailableException"/>.</summary>
    public static void Make(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerOnly);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"The data folder {folder} cannot be made: {error.Message} Make it yourself and give it to the user that runs the service, or set Moomken__DataDirectory to another place.",
                error);
        }
    }
}
