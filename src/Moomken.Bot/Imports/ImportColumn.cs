namespace Moomken.Bot.Imports;

/// <summary>A column that an import knows.</summary>
/// <param name="Name">As the program calls it; also a heading.</param>
/// <param name="Required">True when a file without it is refused.</param>
/// <param name="Headings">Other headings that mean it, in Arabic or English, however they are spelt.</param>
public sealed record ImportColumn(string Name, bool Required, params string[] Headings);
