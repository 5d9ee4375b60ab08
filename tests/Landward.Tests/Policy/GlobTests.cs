using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Landward.Policy.Matching;

namespace Landward.Tests.Policy;

public sealed class GlobTests
{
    private static readonly Gen<string> Patterns = Gen.Elements('a', 'b', '*', '?').ListOf().Select(characters => new string([.. characters.Take(6)]));
    private static readonly string[] Texts = [.. AllTexts(6)];

    [Fact]
    public void Glob_agrees_with_a_naive_matcher() =>
        Prop.ForAll(Patterns.ToArbitrary(), pattern =>
        {
            var glob = Glob.Compile(pattern);
            return Texts.All(text => glob.Matches(text) == NaiveMatch(pattern, text));
        }).Check(LongSuite.Random);

    [Fact]
    public void Intersection_agrees_with_enumeration() =>
        Prop.ForAll(Patterns.ToArbitrary(), Patterns.ToArbitrary(), (left, right) =>
        {
            var (a, b) = (Glob.Compile(left), Glob.Compile(right));
            // Patterns of at most 6 symbols that meet, meet in a text of at most 12; texts here have at most 6, so only one direction is exact for long ones.
            var meets = Texts.Any(text => NaiveMatch(left, text) && NaiveMatch(right, text));
            return !meets || GlobRelations.Intersects(a, b);
        }).Check(LongSuite.Random);

    [Theory]
    [InlineData("a*", "*b", true)]
    [InlineData("a*b", "ab", true)]
    [InlineData("a?c", "abc*", true)]
    [InlineData("ab*", "ac*", false)]
    [InlineData("*a", "*b", false)]
    [InlineData("a*c", "b*c", false)]
    [InlineData("", "*", true)]
    [InlineData("?", "", false)]
    public void Patterns_meet_or_do_not(string left, string right, bool expected)
    {
        GlobRelations.Intersects(Glob.Compile(left), Glob.Compile(right)).ShouldBe(expected);
        GlobRelations.Intersects(Glob.Compile(right), Glob.Compile(left)).ShouldBe(expected);
    }

    [Fact]
    public void Covering_pattern_matches_whatever_the_covered_one_matches() =>
        Prop.ForAll(Patterns.ToArbitrary(), Patterns.ToArbitrary(), (outer, inner) =>
            !GlobRelations.Covers(Glob.Compile(outer), Glob.Compile(inner))
            || Texts.All(text => !NaiveMatch(inner, text) || NaiveMatch(outer, text))).Check(LongSuite.Random);

    [Theory]
    [InlineData("*", "a*b", true)]
    [InlineData("a*", "ab*", true)]
    [InlineData("ab*", "a*", false)]
    [InlineData("?*", "*?", true)]
    [InlineData("?*", "*", false)]
    [InlineData("a*/secret/*", "a*", false)]
    public void Pattern_covers_another_or_does_not(string outer, string inner, bool expected) =>
        GlobRelations.Covers(Glob.Compile(outer), Glob.Compile(inner)).ShouldBe(expected);

    [Fact]
    public void Pattern_of_many_stars_is_decided_in_linear_time()
    {
        var pattern = Glob.Compile(string.Concat(Enumerable.Repeat("*a", 2000)) + "*b");
        var text = new string('a', 100_000);
        var watch = Stopwatch.StartNew();
        pattern.Matches(text).ShouldBeFalse();
        Glob.Compile(string.Concat(Enumerable.Repeat("*a?", 500)) + "*b").Matches(text).ShouldBeFalse();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    private static bool NaiveMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        if (pattern.IsEmpty)
            return text.IsEmpty;
        if (pattern[0] == '*')
            return NaiveMatch(pattern[1..], text) || (!text.IsEmpty && NaiveMatch(pattern, text[1..]));
        return !text.IsEmpty && (pattern[0] == '?' || pattern[0] == text[0]) && NaiveMatch(pattern[1..], text[1..]);
    }

    private static IEnumerable<string> AllTexts(int length) =>
        length == 0 ? [string.Empty] : AllTexts(length - 1).SelectMany(text => text.Length == length - 1 ? new[] { text, text + 'a', text + 'b', text + 'c' } : [text]);
}
