using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Landward.Rules.Sigma;

internal enum TextRelation
{
    Equal,
    Contains,
    StartsWith,
    EndsWith,
}

/// <summary>The modifiers of one item, checked for combinations that mean nothing.</summary>
internal sealed class ItemModifiers
{
    private static readonly string[] DateParts = ["minute", "hour", "day", "week", "month", "year"];
    private static readonly string[] Encoders = ["base64", "base64offset", "utf16le", "utf16be", "utf16", "wide", "windash"];

    public ItemModifiers(ImmutableArray<string> modifiers)
    {
        All = modifiers.Contains("all");
        Negated = modifiers.Contains("neq");
        Exists = modifiers.Contains("exists");
        Cased = modifiers.Contains("cased");
        Regex = modifiers.Contains("re");
        AddressBlock = modifiers.Contains("cidr");
        FieldReference = modifiers.Contains("fieldref");
        Expand = modifiers.Contains("expand");
        Encodings = [.. modifiers.Where(Encoders.Contains)];
        DatePart = modifiers.FirstOrDefault(DateParts.Contains);
        var relations = modifiers.Select(RelationOf).Where(relation => relation != TextRelation.Equal).ToArray();
        var bounds = modifiers.Select(BoundOf).OfType<Comparison>().ToArray();
        Relation = relations.Length == 0 ? TextRelation.Equal : relations[0];
        Bound = bounds.Length == 0 ? null : bounds[0];
        RegexOptions = (modifiers.Contains("i") ? RegexOptions.IgnoreCase : RegexOptions.None)
            | (modifiers.Contains("m") ? RegexOptions.Multiline : RegexOptions.None)
            | (modifiers.Contains("s") ? RegexOptions.Singleline : RegexOptions.None);

        var kinds = relations.Length + bounds.Length + (Regex ? 1 : 0) + (AddressBlock ? 1 : 0);
        if (kinds > 1)
            throw new SigmaFormatException(SigmaProblem.Modifier, "contains, startswith, endswith, re, cidr, lt, lte, gt and gte exclude each other.");
        if (RegexOptions != RegexOptions.None && !Regex)
            throw new SigmaFormatException(SigmaProblem.Modifier, "i, m and s only follow `re`.");
        if ((FieldReference || !Encodings.IsEmpty) && (Regex || AddressBlock || Bound is not null))
            throw new SigmaFormatException(SigmaProblem.Modifier, "fieldref and the encodings only work on texts.");
        if (FieldReference && (Expand || !Encodings.IsEmpty || DatePart is not null))
            throw new SigmaFormatException(SigmaProblem.Modifier, "fieldref names a field: it cannot be encoded, expanded or be a date.");
        if (Cased && RegexOptions.HasFlag(RegexOptions.IgnoreCase))
            throw new SigmaFormatException(SigmaProblem.Modifier, "cased and i contradict each other.");
        if (DatePart is not null && (Regex || AddressBlock || Relation != TextRelation.Equal || !Encodings.IsEmpty))
            throw new SigmaFormatException(SigmaProblem.Modifier, "a part of a date is a number.");
    }

    public bool All { get; }

    public bool Negated { get; }

    public bool Exists { get; }

    public bool Cased { get; }

    public bool Regex { get; }

    public bool AddressBlock { get; }

    public bool FieldReference { get; }

    public bool Expand { get; }

    public ImmutableArray<string> Encodings { get; }

    public string? DatePart { get; }

    public TextRelation Relation { get; }

    public Comparison? Bound { get; }

    public RegexOptions RegexOptions { get; }

    /// <summary>Nothing but equality without case, possibly negated.</summary>
    public bool IsPlain => TakesNull && !All && !Exists && !Cased;

    public bool TakesNull =>
        Relation == TextRelation.Equal && Bound is null && DatePart is null && !Regex && !AddressBlock && !FieldReference && Encodings.IsEmpty;

    private static TextRelation RelationOf(string modifier) => modifier switch
    {
        "contains" => TextRelation.Contains,
        "startswith" => TextRelation.StartsWith,
        "endswith" => TextRelation.EndsWith,
        _ => TextRelation.Equal,
    };

    private static Comparison? BoundOf(string modifier) => modifier switch
    {
        "lt" => Comparison.Less,
        "lte" => Comparison.LessOrEqual,
        "gt" => Comparison.Greater,
        "gte" => Comparison.GreaterOrEqual,
        _ => null,
    };
}
