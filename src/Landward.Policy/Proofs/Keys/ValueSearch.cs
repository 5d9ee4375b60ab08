namespace Landward.Policy.Proofs;

/// <summary>Looks for one value for which some operators hold and others do not.</summary>
internal static class ValueSearch
{
    private const int MaxCases = 4096;

    public static Existence Find(IReadOnlyList<(ValueTest Test, bool Holds)> wanted, out string? value)
    {
        value = null;
        var exact = wanted.Where(item => !item.Test.IsVague).ToArray();
        var texts = exact.Where(item => item.Test.Family == ValueFamily.Text).ToArray();
        var typed = exact.Where(item => item.Test.Family != ValueFamily.Text).ToArray();
        var byText = FindText(texts, out var text);
        if (byText != Existence.Yes || typed.Length == 0)
        {
            value = text;
            return byText;
        }
        // The candidates hit every cell of the typed operators, so without texts their answer is exact.
        foreach (var candidate in ValueCandidates.Of([.. typed.Select(item => item.Test)]).Append(text!).Concat(Literals(texts)))
        {
            if (!Array.TrueForAll(typed, item => item.Test.Holds(candidate) == item.Holds))
                continue;
            if (Array.TrueForAll(texts, item => item.Test.Holds(candidate) == item.Holds))
            {
                value = candidate;
                return Existence.Yes;
            }
        }
        return texts.Length == 0 ? Existence.No : Existence.Unknown;
    }

    private static IEnumerable<string> Literals((ValueTest Test, bool Holds)[] texts) =>
        texts.SelectMany(item => item.Test.Patterns).Where(pattern => pattern.IsLiteral).Select(pattern => pattern.Prefix);

    private static Existence FindText((ValueTest Test, bool Holds)[] wanted, out string? text)
    {
        var search = new TextCases(wanted);
        var found = search.Try(0);
        text = search.Text;
        return found;
    }

    /// <summary>Turns the operators into groups of patterns to match and patterns to avoid; a negated operator that must fail leaves two cases.</summary>
    private sealed class TextCases((ValueTest Test, bool Holds)[] wanted)
    {
        private readonly List<TextPattern[]> _groups = [];
        private readonly List<TextPattern> _avoid = [];
        private int _cases;

        public string? Text { get; private set; }

        public Existence Try(int index)
        {
            if (index == wanted.Length)
            {
                if (++_cases > MaxCases)
                    return Existence.Unknown;
                var found = TextSearch.Find(_groups, _avoid, out var text);
                Text = text;
                return found;
            }
            var (test, holds) = wanted[index];
            if (!test.IsNegated)
                return holds ? Inside(index, test.Patterns) : Outside(index, test.Patterns);
            if (test.IsEmpty || test.HasMalformedOperand)
                return holds == test.IsEmpty ? Try(index + 1) : Existence.No;
            if (holds)
            {
                if (test.Readable is not { } readable)
                    return Outside(index, test.Patterns);
                _groups.Add(readable);
                var found = Outside(index, test.Patterns);
                _groups.RemoveAt(_groups.Count - 1);
                return found;
            }
            var inside = Inside(index, test.Patterns);
            if (inside == Existence.Yes || test.Readable is null)
                return inside;
            var unreadable = Outside(index, test.Readable);
            return unreadable == Existence.No ? inside : unreadable;
        }

        private Existence Inside(int index, TextPattern[] patterns)
        {
            _groups.Add(patterns);
            var found = Try(index + 1);
            _groups.RemoveAt(_groups.Count - 1);
            return found;
        }

        private Existence Outside(int index, TextPattern[] patterns)
        {
            _avoid.AddRange(patterns);
            var found = Try(index + 1);
            _avoid.RemoveRange(_avoid.Count - patterns.Length, patterns.Length);
            return found;
        }
    }
}
