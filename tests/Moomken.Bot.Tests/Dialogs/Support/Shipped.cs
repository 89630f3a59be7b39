using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Tests.Dialogs.Support;

/// <summary>The library of the shipped files, read once.</summary>
public static class Shipped
{
    private static readonly (DialogLibrary Library, IReadOnlyList<Fault> Faults) Read = DialogLibrary.Read(
        RepositoryFiles.Dialogs, RepositoryFiles.Forms, RepositoryFiles.Texts, StandInFunctions.Make());

    public static DialogLibrary Library => Read.Library;

    public static IReadOnlyList<Fault> Faults => Read.Faults;
}
