namespace Moomken.Bot.Host.Settings;

/// <summary>
/// Where settings come from: <c>appsettings.json</c> beside <c>dialogs</c> and <c>content</c>, over it the environment, over it
/// the command line. The same for every command, so that <c>check</c> checks what <c>serve</c> will read.
/// </summary>
internal static class SettingsSources
{
    public const string FileName = "appsettings.json";

    // A setting is read once, at start. Watching for changes would put a watch on every folder of the data as well.
    private const string ReadOnce = "--hostBuilder:reloadConfigOnChange=false";

    public static WebApplicationBuilder Builder(string[] arguments) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = [ReadOnce, .. arguments], ContentRootPath = ProjectFolder.Find() });

    /// <summary>What is wrong with the file as a file, in one line; null when it can be read or is not there.</summary>
    public static string? FaultOfFile() => FaultOfFile(Path.Combine(ProjectFolder.Find(), FileName));

    internal static string? FaultOfFile(string path)
    {
        try
        {
            new ConfigurationBuilder().AddJsonFile(path, optional: true, reloadOnChange: false).Build();
            return null;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // Only where it is: what stands there may be a secret.
            var place = fault.GetBaseException() is System.Text.Json.JsonException { LineNumber: { } line } ? $"line {line + 1} is not JSON" : $"it cannot be read ({fault.GetBaseException().GetType().Name})";
            return $"{path}: {place}. Mend it (a comma or a quote is missing, often on the line before), or move the file away; appsettings.sample.json shows the form.";
        }
    }
}
