using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Maps from older versions: to states and slots that exist, from versions that are older.</summary>
internal static class Migrations
{
    public static IEnumerable<Fault> Find(DialogLibrary library) =>
        library.Dialogs.Values.SelectMany(dialog => dialog.Definition.Migrate.SelectMany(step => InStep(library, dialog, step.Key, step.Value)));

    private static IEnumerable<Fault> InStep(DialogLibrary library, CompiledDialog dialog, int version, IReadOnlyDictionary<string, string> map)
    {
        var definition = dialog.Definition;
        if (version >= definition.Version)
        {
            yield return new Fault(definition.File, 1, $"'migrate' has a map from version {version}, but the file is version {definition.Version}. Raise 'version'.");
        }

        var slots = DialogSlots.Of(library, dialog);
        foreach (var (from, to) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var known = from.StartsWith(DialogDefinition.SlotPrefix, StringComparison.Ordinal)
                ? slots.Contains(to.Replace(DialogDefinition.SlotPrefix, "", StringComparison.Ordinal))
                : dialog.Nodes.ContainsKey(to) || LaterStep(definition, version, to);
            if (!known)
            {
                yield return new Fault(definition.File, 1, $"'migrate' from version {version} leads '{from}' to '{to}', which does not exist.");
            }
        }
    }

    /// <summary>A state may be renamed twice: the map of a later version takes it on.</summary>
    private static bool LaterStep(DialogDefinition definition, int version, string state) =>
        definition.Migrate.Any(step => step.Key > version && step.Value.ContainsKey(state));
}
