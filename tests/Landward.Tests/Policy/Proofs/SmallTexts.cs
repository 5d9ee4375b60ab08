namespace Landward.Tests.Policy.Proofs;

/// <summary>
/// Every way in which texts can fall into some patterns, with a text for each. A text matters to a pattern only by the set of
/// places it may have reached in it, so two texts that reach the same places of every pattern stay alike however they go on.
/// The search goes breadth-first over these sets of places, one character at a time, over the characters that patterns mention
/// and one that none does, until no new sets turn up: no text of any length falls otherwise than one of those it met.
/// </summary>
internal static class SmallTexts
{
    public const char Fresh = 'z';

    public const string Alphabet = "abz";

    public const string BothCases = "abABz";

    /// <summary>The first and the last text met of each class; the empty text is always a class of its own.</summary>
    /// <param name="patterns">With <c>*</c> and <c>?</c>; at most 30 characters each.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<SmallPattern> patterns, string alphabet = Alphabet, bool both = false)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<(string Text, uint[] Places)>([(string.Empty, [.. patterns.Select(pattern => pattern.Start)])]);
        while (open.TryDequeue(out var item))
        {
            var (text, places) = item;
            if (!known.Add($"{text.Length == 0} {string.Join(' ', places)}"))
                continue;
            var accepted = $"{text.Length == 0} {string.Concat(patterns.Select((pattern, i) => pattern.Ends(places[i]) ? '1' : '0'))}";
            first.TryAdd(accepted, text);
            last[accepted] = text;
            foreach (var character in alphabet)
                open.Enqueue((text + character, [.. patterns.Select((pattern, i) => pattern.Step(places[i], character))]));
        }
        return [.. (both ? first.Values.Concat(last.Values) : first.Values).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>All texts over an alphabet up to a length.</summary>
    public static IEnumerable<string> UpTo(int length, string alphabet = Alphabet)
    {
        IEnumerable<string> texts = [string.Empty];
        for (var i = 0; ; i++)
        {
            foreach (var text in texts)
                yield return text;
            if (i == length)
                yield break;
            texts = [.. texts.SelectMany(text => alphabet.Select(character => text + character))];
        }
    }
}

/// <summary>A wildcard pattern that tells the places a text may have reached in it, one bit each.</summary>
internal sealed record SmallPattern(string Text, bool IgnoresCase = false)
{
    public uint Start => Skip(1);

    public bool Ends(uint places) => (places & (1u << Text.Length)) != 0;

    public uint Step(uint places, char character)
    {
        var next = 0u;
        for (var i = 0; i < Text.Length; i++)
        {
            if ((places & (1u << i)) == 0)
                continue;
            if (Text[i] == '*')
                next |= 1u << i;
            else if (Text[i] == '?' || Text[i] == character || (IgnoresCase && char.ToUpperInvariant(Text[i]) == char.ToUpperInvariant(character)))
                next |= 1u << (i + 1);
        }
        return Skip(next);
    }

    public bool Matches(string text) => Ends(text.Aggregate(Start, Step));

    // A star may take nothing.
    private uint Skip(uint places)
    {
        for (var i = 0; i < Text.Length; i++)
        {
            if (Text[i] == '*' && (places & (1u << i)) != 0)
                places |= 1u << (i + 1);
        }
        return places;
    }
}
