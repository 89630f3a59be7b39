using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.Host.Exports;

/// <summary>Where an export lands: a file of its own, for the owner's eyes only, whole or not at all.</summary>
public static class ExportFile
{
    /// <summary>Says what the file holds, since a spreadsheet has no other place for it than a row: time, filter, language, count.</summary>
    public static string Name(IncidentExport export, ExportFormat format)
    {
        var request = export.Request;
        string?[] parts =
        [
            "incidents",
            export.MadeAt.ToOffset(IncidentExport.LibyaTime).ToString("yyyy-MM-dd-HHmm"),
            request.Since is { } since ? $"since-{since:yyyy-MM-dd}" : null,
            request.Until is { } until ? $"until-{until:yyyy-MM-dd}" : null,
            request.AllVersions ? "all-versions" : null,
            request.Names is null ? null : "with-names",
            request.Tongue.Code(),
            $"{export.Rows.Count}-rows",
        ];
        return $"{string.Join('_', parts.Where(part => part is not null))}.{format.Name}";
    }

    /// <summary>Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when it cannot be written, also when the file is there already.</summary>
    public static void Write(IncidentExport export, ExportFormat format, string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var temporary = $"{path}.part";
        try
        {
            using (var file = new FileStream(temporary, options))
            {
                format.Write(export, file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: false);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
