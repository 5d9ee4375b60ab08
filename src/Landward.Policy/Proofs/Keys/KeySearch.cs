using System.Collections.Immutable;
using Landward.Policy.Conditions;

namespace Landward.Policy.Proofs;

/// <summary>Which forms a request may carry a key in.</summary>
internal readonly record struct KeyShape(bool MayBeAbsent, bool MayBeSingle, bool MayBeMany)
{
    /// <summary>A key with one value, when present.</summary>
    public static readonly KeyShape Single = new(true, true, false);

    /// <summary>A key such as aws:TagKeys.</summary>
    public static readonly KeyShape Many = new(true, false, true);

    /// <summary>A key of which only the policies are known, and these disagree.</summary>
    public static readonly KeyShape Either = new(true, true, true);
}

/// <summary>Looks for the value of one key for which some conditions hold and others do not.</summary>
internal static class KeySearch
{
    public static Existence Find(IReadOnlyList<(KeyTest Test, bool Holds)> wanted, KeyShape shape, out KeyValue? value)
    {
        value = wanted.FirstOrDefault(item => item.Test.Pinned is not null && item.Holds).Test?.Pinned;
        if (value is { } pinned)
            return wanted.Any(item => !item.Test.Values.IsVague && item.Test.Holds(pinned) != item.Holds) ? Existence.No : Existence.Yes;
        if (shape.MayBeAbsent && wanted.All(item => item.Test.Holds(KeyValue.Absent) == item.Holds))
        {
            value = KeyValue.Absent;
            return Existence.Yes;
        }
        var result = Existence.No;
        if (shape.MayBeSingle)
            result = FindSingle(wanted, out value);
        if (result == Existence.Yes || !shape.MayBeMany)
            return result;
        var many = FindMany(wanted, out value);
        return many == Existence.No ? result : many;
    }

    private static Existence FindSingle(IReadOnlyList<(KeyTest Test, bool Holds)> wanted, out KeyValue? value)
    {
        value = null;
        // An empty text is a special case of the set operators only.
        if (wanted.Any(item => item.Test.Quantifier != Quantifier.None) && HoldAll(wanted, KeyValue.Single(string.Empty)))
        {
            value = KeyValue.Single(string.Empty);
            return Existence.Yes;
        }
        if (wanted.Any(item => item.Test.WantsAbsence == item.Holds))
            return Existence.No;
        (ValueTest, bool)[] values = [.. wanted.Where(item => item.Test.WantsAbsence is null).Select(item => (item.Test.Values, item.Holds))];
        var found = ValueSearch.Find(values, out var text);
        if (text is "" && wanted.Any(item => item.Test.Quantifier != Quantifier.None))
            found = ValueSearch.Find([.. values, (ValueTest.NotEmpty, true)], out text);
        value = text is null ? null : KeyValue.Single(text);
        return found;
    }

    /// <summary>
    /// A list of values holds for some set operators what every value must do, and for others what some value must: a list exists
    /// when, for each value that is wanted, one exists that also does what every value must.
    /// </summary>
    private static Existence FindMany(IReadOnlyList<(KeyTest Test, bool Holds)> wanted, out KeyValue? value)
    {
        value = null;
        foreach (var special in (KeyValue[])[KeyValue.Many([]), KeyValue.Many([string.Empty])])
        {
            if (HoldAll(wanted, special))
            {
                value = special;
                return Existence.Yes;
            }
        }
        var every = new List<(ValueTest, bool)>();
        var some = new List<(ValueTest, bool)>();
        foreach (var (test, holds) in wanted)
        {
            if (test.WantsAbsence is { } absence)
            {
                if (absence == holds)
                    return Existence.No;
            }
            else if (test.Quantifier == Quantifier.None)
            {
                // A list under an operator without set operator never matches.
                if (holds)
                    return Existence.No;
            }
            else
            {
                ((test.Quantifier == Quantifier.ForAllValues) == holds ? every : some).Add((test.Values, holds));
            }
        }
        var values = ImmutableArray.CreateBuilder<string>();
        foreach (var one in some.DefaultIfEmpty())
        {
            var found = ValueSearch.Find(one.Item1 is null ? every : [.. every, one], out var text);
            if (found != Existence.Yes)
                return found;
            values.Add(text!);
        }
        // A list of one empty text counts as no value; two of them do not.
        if (values is [""])
            values.Add(string.Empty);
        value = KeyValue.Many(values.ToImmutable());
        return Existence.Yes;
    }

    private static bool HoldAll(IReadOnlyList<(KeyTest Test, bool Holds)> wanted, KeyValue value) =>
        wanted.All(item => !IsVague(item.Test) && item.Test.Holds(value) == item.Holds);

    private static bool IsVague(KeyTest test) => test.Values.IsVague;
}
