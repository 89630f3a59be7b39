namespace Moomken.Bot.Dialogs.Language;

/// <summary>The table behind <see cref="ArabicText.Fold"/>: one look-up a character, no regular expression.</summary>
internal static class LetterFold
{
    private const char Dropped = '\0';

    /// <summary>U+0000-06FF; the rest is rare and goes through <see cref="Far"/>.</summary>
    private static readonly char[] Near = MakeNear();

    /// <summary>Writes the fold of <paramref name="text"/> and returns its length. The target has room for every expansion.</summary>
    public static int Write(ReadOnlySpan<char> text, Span<char> target)
    {
        var writer = new RunWriter(target);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < Near.Length)
            {
                writer.Add(Near[c]);
            }
            else if (PresentationForms.LettersOf(c) is { } letters)
            {
                AddForm(ref writer, letters);
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                writer.AddPair(c, text[++i]);
            }
            else
            {
                writer.Add(Far(c));
            }
        }

        return writer.Length;
    }

    private static void AddForm(ref RunWriter writer, string letters)
    {
        foreach (var letter in letters)
        {
            writer.Add(Near[letter]);
        }
    }

    /// <summary>Outside the table: drops what is invisible (and the marks of keycap emoji, so that 1️⃣ is 1) and half pairs.</summary>
    private static char Far(char c) => c switch
    {
        >= '\u200B' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2060' and <= '\u206F' => Dropped,
        '\uFEFF' or '\uFE0E' or '\uFE0F' or '\u20E3' => Dropped,
        >= '\uD800' and <= '\uDFFF' => Dropped,
        '‘' or '’' => '\'',
        '“' or '”' => '"',
        '–' or '—' or '−' => '-',
        >= '０' and <= '９' => (char)(c - '０' + '0'),
        _ => char.ToLowerInvariant(c),
    };

    private static char[] MakeNear()
    {
        var near = new char[0x700];
        for (var c = '\0'; c < near.Length; c++)
        {
            near[c] = char.ToLowerInvariant(c);
        }

        Drop(near, '\u00AD', '\u00AD');
        Drop(near, '\u0610', '\u061C');
        Drop(near, 'ء', 'ء');
        Drop(near, '\u0640', '\u0640');
        Drop(near, '\u064B', '\u065F');
        Drop(near, '\u0670', '\u0670');
        Drop(near, '\u06D6', '\u06ED');
        Map(near, "أإآٱٵ", 'ا');
        Map(near, "ةھہۀۃە", 'ه');
        Map(near, "ىئیېے", 'ي');
        Map(near, "ؤۆۇۈۋ", 'و');
        // گ and ڨ are how the Libyan g of ق is written; the rest are letters of other keyboards.
        Map(near, "گڨ", 'ق');
        Map(near, "ک", 'ك');
        Map(near, "پ", 'ب');
        Map(near, "ڤ", 'ف');
        Map(near, "چ", 'ج');
        Map(near, "،٬", ',');
        Map(near, "؛", ';');
        Map(near, "؟", '?');
        Map(near, "٪", '%');
        Map(near, "٫", '.');
        for (var digit = 0; digit < 10; digit++)
        {
            near['٠' + digit] = near['۰' + digit] = (char)('0' + digit);
        }

        return near;
    }

    private static void Drop(char[] near, char from, char to) => near.AsSpan(from, to - from + 1).Clear();

    private static void Map(char[] near, string letters, char to)
    {
        foreach (var letter in letters)
        {
            near[letter] = to;
        }
    }

    /// <summary>Collects characters; three or more of one letter become one (وييييين is وين), digits never.</summary>
    private ref struct RunWriter(Span<char> target)
    {
        private readonly Span<char> target = target;
        private bool collapsed;

        public int Length { get; private set; }

        public void Add(char c)
        {
            if (c == Dropped)
            {
                return;
            }

            var repeats = Length > 0 && target[Length - 1] == c;
            if (!repeats)
            {
                collapsed = false;
            }
            else if (collapsed)
            {
                return;
            }
            else if (Length > 1 && target[Length - 2] == c && char.IsLetter(c))
            {
                Length--;
                collapsed = true;
                return;
            }

            target[Length++] = c;
        }

        public void AddPair(char high, char low)
        {
            target[Length++] = high;
            target[Length++] = low;
            collapsed = false;
        }
    }
}
