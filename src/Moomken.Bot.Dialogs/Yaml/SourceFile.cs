namespace Moomken.Bot.Dialogs.Yaml;

/// <summary>A file of <c>dialogs/</c> or <c>content/</c> as it was read: the path as a person would write it, and the whole text.</summary>
public sealed record SourceFile(string Path, string Text);

/// <summary>Something wrong in a file: where, what, and how to mend it. Line 0 means the file as a whole.</summary>
public sealed record Fault(string File, int Line, string Message) : IComparable<Fault>
{
    /// <summary>True when nothing of the file could be read: what others say of it would only mislead.</summary>
    public bool Unreadable { get; init; }

    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Message}" : $"{File}: {Message}";

    public int CompareTo(Fault? other) =>
        other is null ? 1 : (string.CompareOrdinal(File, other.File), Line.CompareTo(other.Line)) switch
        {
            (0, 0) => string.CompareOrdinal(Message, other.Message),
            (0, var line) => line,
            var (file, _) => file,
        };

    public static bool operator <(Fault left, Fault right) => left.CompareTo(right) < 0;

    public static bool operator >(Fault left, Fault right) => left.CompareTo(right) > 0;

    public static bool operator <=(Fault left, Fault right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Fault left, Fault right) => left.CompareTo(right) >= 0;
}
