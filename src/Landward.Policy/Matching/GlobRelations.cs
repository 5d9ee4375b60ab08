namespace Landward.Policy.Matching;

/// <summary>Questions about two patterns: have they a common text, and does one cover the other?</summary>
internal static class GlobRelations
{
    private const int TestStringBudget = 4096;

    /// <summary>In characters of test texts times characters of the pattern they are matched against.</summary>
    private const double WorkBudget = 50_000_000;

    /// <summary>True when some text matches both patterns.</summary>
    public static bool Intersects(Glob left, Glob right)
    {
        if (left.MatchesEverything || right.MatchesEverything)
            return true;
        if (left.Literal is { } leftText)
            return right.Matches(leftText);
        if (right.Literal is { } rightText)
            return left.Matches(rightText);
        var a = left.Symbols();
        var b = right.Symbols();
        // reachable[j]: the first i symbols of a and the first j symbols of b have a common text.
        var reachable = new bool[b.Length + 1];
        var next = new bool[b.Length + 1];
        reachable[0] = true;
        for (var j = 1; j <= b.Length && b[j - 1] == Glob.Star; j++)
            reachable[j] = true;
        for (var i = 1; i <= a.Length; i++)
        {
            next[0] = reachable[0] && a[i - 1] == Glob.Star;
            for (var j = 1; j <= b.Length; j++)
            {
                next[j] = a[i - 1] == Glob.Star || b[j - 1] == Glob.Star
                    ? reachable[j] || next[j - 1]
                    : reachable[j - 1] && (a[i - 1] == b[j - 1] || a[i - 1] == Glob.Any || b[j - 1] == Glob.Any);
            }
            (reachable, next) = (next, reachable);
        }
        return reachable[b.Length];
    }

    /// <summary>
    /// True when every text of <paramref name="inner"/> matches <paramref name="outer"/>. Over an open alphabet this holds
    /// when the generic texts of the inner pattern match: each <c>?</c> a fresh symbol, each <c>*</c> runs of 0 to K+1 fresh
    /// symbols, K being the number of <c>?</c> in the outer pattern. Past a budget of test texts the answer is no.
    /// </summary>
    public static bool Covers(Glob outer, Glob inner)
    {
        if (outer.MatchesEverything)
            return true;
        if (inner.Literal is { } text)
            return outer.Matches(text);
        var symbols = inner.Symbols();
        var stars = symbols.Count(symbol => symbol == Glob.Star);
        var questionMarks = outer.Symbols().Count(symbol => symbol == Glob.Any);
        int[] runs = questionMarks == 0 ? [1] : [.. Enumerable.Range(0, questionMarks + 2)];
        var texts = Math.Pow(runs.Length, stars);
        if (texts > TestStringBudget || texts * (symbols.Length + ((double)stars * runs[^1])) * (1 + (questionMarks / 64.0)) > WorkBudget)
            return false;
        var choice = new int[stars];
        do
        {
            if (!outer.Matches(Generic(symbols, choice, runs)))
                return false;
        }
        while (Advance(choice, runs.Length));
        return true;
    }

    // A noncharacter: no policy and no resource name contains it.
    private const char Fresh = '\uFFFF';

    private static string Generic(int[] symbols, int[] choice, int[] runs)
    {
        var text = new System.Text.StringBuilder(symbols.Length);
        var star = 0;
        foreach (var symbol in symbols)
        {
            if (symbol == Glob.Star)
                text.Append(Fresh, runs[choice[star++]]);
            else
                text.Append(symbol == Glob.Any ? Fresh : (char)symbol);
        }
        return text.ToString();
    }

    private static bool Advance(int[] choice, int count)
    {
        for (var i = 0; i < choice.Length; i++)
        {
            if (++choice[i] < count)
                return true;
            choice[i] = 0;
        }
        return false;
    }
}
