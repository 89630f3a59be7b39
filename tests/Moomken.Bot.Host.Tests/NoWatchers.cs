using System.Runtime.CompilerServices;

namespace Moomken.Bot.Host.Tests;

/// <summary>
/// Every host that a test makes would watch its settings files; Linux gives a user 128 such watches, and two test runs on
/// one machine need more.
/// </summary>
internal static class NoWatchers
{
    [ModuleInitializer]
    internal static void TurnOff() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
