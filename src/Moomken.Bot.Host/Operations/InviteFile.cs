using System.Collections.Immutable;
using CsvHelper;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Exports;
using Moomken.Bot.Observers;

namespace Moomken.Bot.Host.Operations;

/// <summary>The list of codes that a coordinator hands out, as a table.</summary>
internal static class InviteFile
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

    /// <param name="invites">For whom.</param>
    /// <param name="telegramBot">The bot's name without the @; null where there is none, and then there are no links.</param>
    /// <param name="file">Where to.</param>
    public static void Write(ImmutableArray<IssuedInvite> invites, string? telegramBot, Stream file)
    {
        using var csv = CsvWriter.Create(file, Options, leaveOpen: true);
        csv.WriteRecord(Headings);
        foreach (var invite in invites)
        {
            csv.WriteRecord(Cells(invite, telegramBot));
        }
    }

    private static string[] Cells(IssuedInvite invite, string? telegramBot)
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
