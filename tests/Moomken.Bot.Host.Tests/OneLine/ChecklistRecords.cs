using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.OneLine;

namespace Moomken.Bot.Host.Tests.OneLine;

/// <summary>Records of any form but the incident's, in memory: what a checklist feature would write to the store.</summary>
internal sealed class ChecklistRecords : ILineRecords
{
    private readonly Dictionary<string, (string Owner, List<ImmutableSortedDictionary<string, Answer>> Versions)> records = [];
    private int codes;

    public IReadOnlyList<ImmutableSortedDictionary<string, Answer>> Versions(string code) => records[code].Versions;

    public IEnumerable<ImmutableSortedDictionary<string, Answer>> All => records.Values.Select(record => record.Versions[^1]);

    public List<string> Typed { get; } = [];

    /// <summary>Everything that was told, accepted or still waiting for more.</summary>
    public Dictionary<string, string> Told { get; } = [];

    /// <summary>An empty record with this code, whoever asks for it first.</summary>
    public void Seed(string code, string owner) => records.Add(code, (owner, [ImmutableSortedDictionary<string, Answer>.Empty]));

    public bool Takes(FormDefinition form) => form.Name != "incident";

    /// <summary>A checklist needs its required fields; anything else may come later.</summary>
    public LineFiled File(ConversationTurn turn, FormDefinition form, ImmutableSortedDictionary<string, Answer> answers, string typed, string? code)
    {
        Note(answers);
        if (!form.Fields.Where(field => !field.Optional).All(field => answers.ContainsKey(field.Id)))
        {
            return new LineFiled(null);
        }

        var taken = code ?? NewCode(turn);
        records.Add(taken, (turn.Person.Id, [answers]));
        Typed.Add(typed);
        return new LineFiled(taken);
    }

    public string NewCode(ConversationTurn turn) => $"0000000{++codes}";

    public ImmutableSortedDictionary<string, Answer>? Own(ConversationTurn turn, FormDefinition form, string code) =>
        records.TryGetValue(code, out var record) && (record.Owner == turn.Person.Id || record.Owner == turn.Address.User) ? record.Versions[^1] : null;

    public void Change(ConversationTurn turn, string code, ImmutableSortedDictionary<string, Answer> answers, bool isCorrection, string typed)
    {
        Note(answers);
        records[code].Versions.Add(records[code].Versions[^1].SetItems(answers));
        Typed.Add(typed);
    }

    private void Note(ImmutableSortedDictionary<string, Answer> answers)
    {
        foreach (var (field, answer) in answers)
        {
            Told[field] = answer.Value;
        }
    }
}
