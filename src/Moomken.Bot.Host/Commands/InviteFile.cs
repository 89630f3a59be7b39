using System.Collections.Immutable;
using CsvHelper;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Exports;
using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Observers;

namespace Moomken.Bot.Host.Commands;

/// <summary>The list of codes that a coordinator hands out: for the owner's eyes only, and on disk before any code opens anything.</summary>
internal sealed class InviteFile(string path, string? telegramBot)
{
    private static readonly CsvWriterOptions Options = new()
    {
        WriteByteOrderMark = true,
        Quoting = CsvQuoting.Always,
        NewLine = "\r\n",

        // ExportCell does it: it also looks behind direction marks and for the full-width forms.
        Injection = CsvInjection.None,
    };

    private static readonly string[] Headings =
        ["الاسم Name", "الهاتف Phone", "المكان Place", "الرمز Code", "رابط تيليغرام Telegram link", "أو يكتب في أي قناة Or type in any channel", "صالح حتى Until"];

    public string Path { get; } = path;

    /// <summary>Throws <see cref="IOException"/> when the file is there already or cannot be written.</summary>
    public Task WriteAsync(ImmutableArray<IssuedInvite> invites)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FolderDisk.OwnerOnly;
        }

        using (var file = new FileStream(Path, options))
        {
            using (var csv = CsvWriter.Create(file, Options, leaveOpen: true))
            {
                csv.WriteRecord(Headings);
                invites.ToList().ForEach(invite => csv.WriteRecord(Cells(invite)));
            }

            file.Flush(flushToDisk: true);
        }

        DirectoryFlush.Flush(System.IO.Path.GetDirectoryName(Path)!);
        return Task.CompletedTask;
    }

    private string[] Cells(IssuedInvite invite)
    {
        var link = telegramBot is null ? "" : $"https://t.me/{telegramBot}?start={invite.Code}";
        var typed = $"{(invite.Observer.Tongue == Tongue.English ? "code" : "رمز")} {InviteCode.Shown(invite.Code)}";
        string[] cells =
        [
            invite.Observer.Name, ObserverSheet.Readable(invite.Observer.Phone), invite.Observer.Post, InviteCode.Shown(invite.Code), link, typed, $"{invite.ExpiresAt:yyyy-MM-dd}",
        ];
        return [.. cells.Select(cell => ExportCell.Text(cell, Tongue.English))];
    }
}
