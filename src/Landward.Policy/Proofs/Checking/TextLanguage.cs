using System.Globalization;

namespace Landward.Policy.Proofs;

/// <summary>
/// Whether some text matches a pattern of every wanted list and none of an unwanted list, by running all patterns at once
/// over every text. The checker's own way: it shares neither patterns nor ideas with the search.
/// </summary>
internal static class TextLanguage
{
    private const int MaxStates = 20_000;

    /// <summary>Places of patterns followed, in all states together.</summary>
    private const int MaxWork = 5_000_000;
    private const char Other = '\uE000';
    private const char FirstToken = '\uE100';

    /// <summary>True when there is no such text; false when there is one, or when it would take too long to tell.</summary>
    public static bool IsEmpty(IReadOnlyList<List<Element[]>> wanted, IReadOnlyList<Element[]> unwanted)
    {
        if (wanted.Any(list => list.TrueForAll(inner => unwanted.Any(outer => Contains(outer, inner)))))
            return true;
        Element[][] patterns = [.. wanted.SelectMany(list => list), .. unwanted];
        var groups = wanted.SelectMany((list, index) => list.Select(_ => index)).ToArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var work = 0;
        var pending = new Stack<int[][]>();
        pending.Push([.. patterns.Select(pattern => Close(pattern, [0]))]);
        while (pending.TryPop(out var state))
        {
            if (!IsAlive(state, patterns, groups, wanted.Count) || !seen.Add(Name(state)))
                continue;
            if (seen.Count > MaxStates || IsMatch(state, patterns, groups, wanted.Count))
                return false;
            foreach (var character in Characters(state, patterns))
            {
                if ((work += state.Sum(places => places.Length + 1)) > MaxWork)
                    return false;
                pending.Push([.. state.Select((places, index) => Step(patterns[index], places, character))]);
            }
        }
        return true;
    }

    /// <summary>
    /// The outer pattern can follow the inner one element by element: its runs take runs and characters, its characters the same
    /// characters. Sure when true; patterns may contain each other without it.
    /// </summary>
    private static bool Contains(Element[] outer, Element[] inner)
    {
        // reaches[j]: the elements of the inner pattern read so far fit the first j of the outer.
        var reaches = new bool[outer.Length + 1];
        reaches[0] = true;
        Skip(reaches, outer);
        foreach (var element in inner)
        {
            var next = new bool[outer.Length + 1];
            for (var j = 0; j < outer.Length; j++)
            {
                if (!reaches[j] || !Fits(outer[j], element))
                    continue;
                next[outer[j].IsRun ? j : j + 1] = true;
            }
            Skip(next, outer);
            reaches = next;
        }
        return reaches[outer.Length];
    }

    private static void Skip(bool[] reaches, Element[] outer)
    {
        for (var j = 0; j < outer.Length; j++)
            reaches[j + 1] |= reaches[j] && outer[j].IsRun;
    }

    private static bool Fits(Element outer, Element inner)
    {
        if (inner.Character is { } character)
            return inner.IgnoresCase && outer.Character is not null ? outer.IgnoresCase && outer.Takes(character, FirstToken) : outer.Takes(character, FirstToken);
        return outer.Character is null && (outer.IsRun || !inner.IsRun) && (!outer.StopsAtColon || inner.StopsAtColon);
    }

    private static bool IsAlive(int[][] state, Element[][] patterns, int[] groups, int wanted)
    {
        for (var index = groups.Length; index < state.Length; index++)
        {
            // From here on everything matches a pattern that must not.
            if (state[index].Any(place => place == patterns[index].Length - 1 && patterns[index][place] is { IsRun: true, StopsAtColon: false }))
                return false;
        }
        return Enumerable.Range(0, wanted).All(group => Enumerable.Range(0, groups.Length).Any(index => groups[index] == group && state[index].Length > 0));
    }

    private static bool IsMatch(int[][] state, Element[][] patterns, int[] groups, int wanted)
    {
        bool Matches(int index) => state[index].Contains(patterns[index].Length);
        return Enumerable.Range(0, wanted).All(group => Enumerable.Range(0, groups.Length).Any(index => groups[index] == group && Matches(index)))
            && !Enumerable.Range(groups.Length, state.Length - groups.Length).Any(Matches);
    }

    // The characters that some pattern waits for, a colon, and one that no pattern mentions.
    private static HashSet<char> Characters(int[][] state, Element[][] patterns)
    {
        var characters = new HashSet<char> { Other, ':' };
        for (var index = 0; index < state.Length; index++)
        {
            foreach (var place in state[index])
            {
                if (place < patterns[index].Length && patterns[index][place] is { Character: { } character } element)
                {
                    characters.Add(character);
                    if (element.IgnoresCase)
                        characters.UnionWith([char.ToUpperInvariant(character), char.ToLowerInvariant(character)]);
                }
            }
        }
        return characters;
    }

    private static int[] Step(Element[] pattern, int[] places, char character)
    {
        var next = new SortedSet<int>();
        foreach (var place in places)
        {
            if (place < pattern.Length && pattern[place].Takes(character, FirstToken))
                next.Add(pattern[place].IsRun ? place : place + 1);
        }
        return Close(pattern, next);
    }

    // A run may be empty.
    private static int[] Close(Element[] pattern, IEnumerable<int> places)
    {
        var closed = new SortedSet<int>();
        foreach (var place in places)
        {
            var at = place;
            while (closed.Add(at) && at < pattern.Length && pattern[at].IsRun)
                at++;
        }
        return [.. closed];
    }

    private static string Name(int[][] state) =>
        string.Join('|', state.Select(places => string.Join(',', places.Select(place => place.ToString(CultureInfo.InvariantCulture)))));
}

/// <summary>One element of a pattern: a character, any one character, or a run of any characters.</summary>
/// <param name="Character">Null for a wildcard.</param>
internal readonly record struct Element(char? Character, bool IsRun = false, bool StopsAtColon = false, bool IgnoresCase = false)
{
    public bool Takes(char character, char firstToken)
    {
        if (Character is { } own)
            return own == character || (IgnoresCase && char.ToUpperInvariant(own) == char.ToUpperInvariant(character));
        // The text of a variable is unknown: only a run over everything takes it whatever it is.
        if (character >= firstToken && (!IsRun || StopsAtColon))
            return false;
        return !StopsAtColon || character != ':';
    }
}
