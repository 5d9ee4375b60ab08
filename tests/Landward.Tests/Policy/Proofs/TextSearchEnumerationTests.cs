using Landward.Policy.Proofs;

namespace Landward.Tests.Policy.Proofs;

/// <summary>Inclusion and intersection of wildcard patterns, <c>?</c> included, compared with all texts up to the length that decides.</summary>
public sealed class TextSearchEnumerationTests(ITestOutputHelper output)
{
    private const int Cases = 400;
    private const int MaxSymbols = 4;

    /// <summary>
    /// If a text of p is in none of the others, a short one is not either. Put the unmentioned character where a wildcard of p takes
    /// one: another pattern that takes the new text takes the old. Then cut what each star takes to K+1 characters, K the most
    /// <c>?</c> in any other: a pattern that takes a run of K+1 unmentioned characters takes one of them with a star, and takes longer runs.
    /// So texts of (symbols that are no star) + stars * (K+1) characters decide.
    /// </summary>
    [Fact]
    public void Inclusion_in_a_union_is_what_all_texts_up_to_the_deciding_length_say()
    {
        var random = Start("inclusion");
        int included = 0, escaping = 0;
        var texts = SmallTexts.UpTo(9).ToArray();
        var lengths = texts.GroupBy(text => text.Length).ToDictionary(group => group.Key, group => Array.IndexOf(texts, group.Last()) + 1);
        for (var i = 0; i < LongSuite.Times(Cases); i++)
        {
            var inner = Pattern(random, MaxSymbols);
            string[] others = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Pattern(random, MaxSymbols)).Where(text => text.Count(symbol => symbol == '?') <= 2)];
            var pattern = TextPattern.Parse(inner);
            var most = others.Select(other => other.Count(symbol => symbol == '?')).DefaultIfEmpty().Max();
            var length = pattern.Row.Length - pattern.StarCount + (pattern.StarCount * (most + 1));
            SmallPattern p = new(inner);
            SmallPattern[] q = [.. others.Select(other => new SmallPattern(other))];
            var expected = Array.Exists(texts[..lengths[length]], text => p.Matches(text) && !Array.Exists(q, other => other.Matches(text)));
            Compare([[inner]], others, expected);
            _ = expected ? escaping++ : included++;
        }
        output.WriteLine($"{included} included, {escaping} not");
        included.ShouldBeGreaterThan(0);
        escaping.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Texts_of_several_unions_outside_another_are_found_exactly_when_there_are_any()
    {
        var random = Start("intersection");
        int none = 0, some = 0;
        for (var i = 0; i < LongSuite.Times(Cases); i++)
        {
            string[][] groups = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Enumerable.Range(0, random.Next(1, 3)).Select(_ => Pattern(random, MaxSymbols)).ToArray())];
            string[] others = [.. Enumerable.Range(0, random.Next(5)).Select(_ => Pattern(random, MaxSymbols))];
            var classes = SmallTexts.Of([.. groups.SelectMany(group => group).Concat(others).Distinct().Select(text => new SmallPattern(text))]);
            var expected = classes.Any(text =>
                Array.TrueForAll(groups, group => Array.Exists(group, pattern => new SmallPattern(pattern).Matches(text))) && !Array.Exists(others, pattern => new SmallPattern(pattern).Matches(text)));
            Compare(groups, others, expected);
            _ = expected ? some++ : none++;
        }
        output.WriteLine($"{some} with texts, {none} without");
        none.ShouldBeGreaterThan(0);
        some.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Classes_of_texts_leave_out_no_text()
    {
        var random = Start("classes");
        var texts = SmallTexts.UpTo(7).ToArray();
        for (var i = 0; i < 20; i++)
        {
            SmallPattern[] patterns = [.. Enumerable.Range(0, 4).Select(_ => new SmallPattern(Pattern(random, MaxSymbols)))];
            string Class(string text) => string.Concat(patterns.Select(pattern => pattern.Matches(text)));
            var classes = SmallTexts.Of(patterns).Select(Class).ToHashSet(StringComparer.Ordinal);
            texts.Where(text => !classes.Contains(Class(text))).ShouldBeEmpty();
        }
    }

    private Random Start(string suite)
    {
        var seed = Seed.Of(suite);
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    private static void Compare(string[][] groups, string[] others, bool expected)
    {
        var found = TextSearch.Find([.. groups.Select(group => group.Select(TextPattern.Parse).ToArray())], [.. others.Select(TextPattern.Parse)], out var text);
        found.ShouldBe(expected ? Existence.Yes : Existence.No, $"{string.Join(" and ", groups.Select(group => string.Join('|', group)))} outside {string.Join('|', others)}: {text}");
    }

    private static string Pattern(Random random, int longest) =>
        string.Concat(Enumerable.Range(0, random.Next(1, longest + 1)).Select(_ => "aabb**??"[random.Next(8)]));
}
