using System.Globalization;

namespace Moomken.Bot.Dialogs.Yaml;

/// <summary>Reads a text of a YAML file as a number, a flag or a time. What is none is a fault and a harmless value.</summary>
public static class YamlValues
{
    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>; <paramref name="otherwise"/> when there is none.</summary>
    public static int Number(this YamlEntry entry, int otherwise, int least, int most)
    {
        if (!entry.Exists)
        {
            return otherwise;
        }

        if (int.TryParse(entry.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        entry.Fault($"'{entry.Name}' must be a whole number from {least} to {most}, not '{entry.Text}'.");
        return otherwise;
    }

    /// <summary>True or false; false when there is none.</summary>
    public static bool Flag(this YamlEntry entry)
    {
        if (entry.Text is not (null or "true" or "false"))
        {
            entry.Fault($"'{entry.Name}' must be true or false, not '{entry.Text}'.");
        }

        return entry.Text == "true";
    }

    /// <summary>A length of time such as <c>90s</c>, <c>30m</c>, <c>24h</c> or <c>7d</c>.</summary>
    public static TimeSpan? Span(this YamlEntry entry)
    {
        if (!entry.Exists)
        {
            return null;
        }

        var text = entry.Text ?? "";
        if (text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            switch (text[^1])
            {
                case 's': return TimeSpan.FromSeconds(amount);
                case 'm': return TimeSpan.FromMinutes(amount);
                case 'h': return TimeSpan.FromHours(amount);
                case 'd': return TimeSpan.FromDays(amount);
            }
        }

        entry.Fault($"'{entry.Name}' must be a time such as 90s, 30m, 24h or 7d, not '{text}'.");
        return null;
    }
}
