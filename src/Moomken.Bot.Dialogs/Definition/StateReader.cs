using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Definition;

/// <summary>Reads the states of a dialog file, those inside a group as well.</summary>
internal static class StateReader
{
    public static ImmutableArray<StateDefinition> States(YamlEntry states)
    {
        if (!states.IsMap)
        {
            states.Fault("'states' must be a map from a state's name to the state.");
        }

        return [.. states.Children.Select(State)];
    }

    private static StateDefinition State(YamlEntry state)
    {
        var (kind, word) = Kind(state);
        var timeout = state["timeout"];
        var read = new StateDefinition
        {
            Name = DialogReader.Id(state, state.Name),
            Line = state.Line,
            Kind = kind,
            Text = kind is StateKind.Ask or StateKind.Say ? word : state["say"].Text,
            Action = kind == StateKind.Do ? word : null,
            Call = kind == StateKind.Call ? word : null,
            Result = kind == StateKind.End ? word : null,
            Form = kind == StateKind.Form ? word : null,
            Then = state["then"].Text,
            Pass = Passed(state["pass"]),
            Review = state["review"].Text,
            Choices = DialogReader.Choices(state["choices"]),
            Save = state["save"].Text,
            Accept = [.. state["accept"].Texts],
            Read = state["read"].Text,
            Collect = state["collect"].Flag(),
            MaxLength = state["max"].Number(4_000, 1, 10_000),
            Next = Routes(state["next"]),
            Off = [.. state["disabled"].Texts],
            Remind = [.. state["remind"].Children.Select(DialogReader.Reminder)],
            TimeoutAfter = timeout["after"].Span(),
            TimeoutGoto = timeout["goto"].Text,
            SkipIf = state["skip_if"].Text,
            Initial = kind == StateKind.Group ? word : null,
            States = state["states"].Exists ? States(state["states"]) : [],
        };
        timeout.NothingElse();
        state.NothingElse();
        return read;
    }

    private static (StateKind Kind, string Word) Kind(YamlEntry state)
    {
        (string Key, StateKind Kind)[] kinds =
        [
            ("ask", StateKind.Ask), ("call", StateKind.Call), ("do", StateKind.Do), ("end", StateKind.End),
            ("form", StateKind.Form), ("group", StateKind.Group), ("say", StateKind.Say),
        ];
        foreach (var (key, kind) in kinds)
        {
            if (state[key].Text is { } word)
            {
                return (kind, word);
            }
        }

        state.Fault("A state is one of ask, say, do, call, group, form or end; none of these is here.");
        return (StateKind.End, "broken");
    }

    /// <summary>A list keeps the names; a map renames: <c>{ held: details }</c>.</summary>
    private static ImmutableArray<(string From, string To)> Passed(YamlEntry pass) => pass.IsMap
        ? [.. pass.Children.Select(child => (child.Name, child.Text ?? ""))]
        : [.. pass.Texts.Select(name => (name, name))];

    private static ImmutableArray<RouteDefinition> Routes(YamlEntry next)
    {
        if (next.IsText)
        {
            return [new RouteDefinition([], null, next.Text!, next.Line)];
        }

        if (next.IsMap)
        {
            return [.. next.Children.Select(child => new RouteDefinition([child.Name], null, child.Text ?? "", child.Line))];
        }

        return [.. next.Children.Select(Route)];
    }

    private static RouteDefinition Route(YamlEntry route)
    {
        var read = new RouteDefinition([.. route["is"].Texts], route["when"].Text, route.Required("goto"), route.Line);
        route.NothingElse();
        return read;
    }
}
