using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Landward.Policy.Conditions;

internal enum Comparison
{
    StringEquals,
    StringEqualsIgnoreCase,
    StringLike,
    NumericEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals,
    DateLessThan,
    DateLessThanEquals,
    DateGreaterThan,
    DateGreaterThanEquals,
    Bool,
    BinaryEquals,
    IpAddress,
    ArnLike,
    Null,
}

internal enum Quantifier
{
    None,
    ForAllValues,
    ForAnyValue,
}

/// <summary>A condition operator as written: <c>ForAllValues:StringNotLikeIfExists</c>. Names compare without case.</summary>
internal readonly record struct ConditionOperator(Comparison Comparison, bool Negated, Quantifier Quantifier, bool IfExists)
{
    private const string IfExistsSuffix = "IfExists";

    private static readonly FrozenDictionary<string, (Comparison Comparison, bool Negated)> Names =
        new Dictionary<string, (Comparison, bool)>(StringComparer.OrdinalIgnoreCase)
        {
            ["StringEquals"] = (Comparison.StringEquals, false),
            ["StringNotEquals"] = (Comparison.StringEquals, true),
            ["StringEqualsIgnoreCase"] = (Comparison.StringEqualsIgnoreCase, false),
            ["StringNotEqualsIgnoreCase"] = (Comparison.StringEqualsIgnoreCase, true),
            ["StringLike"] = (Comparison.StringLike, false),
            ["StringNotLike"] = (Comparison.StringLike, true),
            ["NumericEquals"] = (Comparison.NumericEquals, false),
            ["NumericNotEquals"] = (Comparison.NumericEquals, true),
            ["NumericLessThan"] = (Comparison.NumericLessThan, false),
            ["NumericLessThanEquals"] = (Comparison.NumericLessThanEquals, false),
            ["NumericGreaterThan"] = (Comparison.NumericGreaterThan, false),
            ["NumericGreaterThanEquals"] = (Comparison.NumericGreaterThanEquals, false),
            ["DateEquals"] = (Comparison.DateEquals, false),
            ["DateNotEquals"] = (Comparison.DateEquals, true),
            ["DateLessThan"] = (Comparison.DateLessThan, false),
            ["DateLessThanEquals"] = (Comparison.DateLessThanEquals, false),
            ["DateGreaterThan"] = (Comparison.DateGreaterThan, false),
            ["DateGreaterThanEquals"] = (Comparison.DateGreaterThanEquals, false),
            ["Bool"] = (Comparison.Bool, false),
            ["BinaryEquals"] = (Comparison.BinaryEquals, false),
            ["IpAddress"] = (Comparison.IpAddress, false),
            ["NotIpAddress"] = (Comparison.IpAddress, true),
            ["ArnEquals"] = (Comparison.ArnLike, false),
            ["ArnNotEquals"] = (Comparison.ArnLike, true),
            ["ArnLike"] = (Comparison.ArnLike, false),
            ["ArnNotLike"] = (Comparison.ArnLike, true),
            ["Null"] = (Comparison.Null, false),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Opposites = new (string Name, string Opposite)[]
    {
        ("StringEquals", "StringNotEquals"),
        ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
        ("StringLike", "StringNotLike"),
        ("NumericEquals", "NumericNotEquals"),
        ("DateEquals", "DateNotEquals"),
        ("IpAddress", "NotIpAddress"),
        ("ArnEquals", "ArnNotEquals"),
        ("ArnLike", "ArnNotLike"),
    }.SelectMany(pair => new[] { pair, (pair.Opposite, pair.Name) }).ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> KnownNames => Names.Keys;

    /// <summary>The negated form of an operator as written, or the form it negates; null where the language has none, as for Bool.</summary>
    /// <param name="name">With or without a set operator and IfExists, which the opposite leaves out.</param>
    public static string? OppositeOf(string name)
    {
        if (!TakePrefix(ref name, "ForAllValues:"))
            TakePrefix(ref name, "ForAnyValue:");
        if (name.EndsWith(IfExistsSuffix, StringComparison.OrdinalIgnoreCase))
            name = name[..^IfExistsSuffix.Length];
        return Opposites.GetValueOrDefault(name);
    }

    public static bool TryParse(string text, out ConditionOperator parsed)
    {
        parsed = default;
        var quantifier = Quantifier.None;
        var name = text;
        if (TakePrefix(ref name, "ForAllValues:"))
            quantifier = Quantifier.ForAllValues;
        else if (TakePrefix(ref name, "ForAnyValue:"))
            quantifier = Quantifier.ForAnyValue;
        var ifExists = name.EndsWith(IfExistsSuffix, StringComparison.OrdinalIgnoreCase);
        if (ifExists)
            name = name[..^IfExistsSuffix.Length];
        if (!Names.TryGetValue(name, out var known))
            return false;
        // "You can add IfExists to the end of any condition operator name except the Null condition."
        if (known.Comparison == Comparison.Null && ifExists)
            return false;
        // ForAnyValue is false "if no matching keys exist in the request context" ("Multivalued context keys"), and IfExists
        // beside it does not change that.
        parsed = new ConditionOperator(known.Comparison, known.Negated, quantifier, ifExists && quantifier != Quantifier.ForAnyValue);
        return true;
    }

    private static bool TakePrefix([NotNull] ref string name, string prefix)
    {
        if (!name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            return false;
        name = name[prefix.Length..];
        return true;
    }
}
