using System.Collections.Immutable;
using Landward.Rules.Sigma;

namespace Landward.Rules.Export;

/// <summary>What a rule demands of an event, with every negation down at a field.</summary>
internal abstract record ExportCondition;

internal sealed record ExportAll(ImmutableArray<ExportCondition> Parts) : ExportCondition;

internal sealed record ExportAny(ImmutableArray<ExportCondition> Parts) : ExportCondition;

/// <summary>One of the values must hold for the field; none of them where it is negated.</summary>
/// <param name="Construct">The part of the rule it comes from.</param>
internal sealed record ExportTest(string Path, ImmutableArray<ExportValue> Values, bool Negated, string Construct) : ExportCondition;

internal abstract record ExportValue;

/// <summary>A text, with <see cref="SigmaText"/>'s marks for wildcards.</summary>
internal sealed record ExportText(string Characters, bool Cased) : ExportValue
{
    private static readonly System.Buffers.SearchValues<char> Marks = System.Buffers.SearchValues.Create([SigmaText.Any, SigmaText.One]);

    public bool IsLiteral => Characters.AsSpan().IndexOfAny(Marks) < 0;

    /// <summary>A lone <c>*</c>: there, and not null.</summary>
    public bool IsAnything => Characters.Length == 1 && Characters[0] == SigmaText.Any;

    public bool HasLetters => Characters.Any(char.IsLetter);
}

/// <summary>Absent, or null.</summary>
internal sealed record ExportNull : ExportValue;

/// <summary>There, whatever it is.</summary>
internal sealed record ExportPresence : ExportValue;

internal sealed record ExportNumber(Comparison Comparison, decimal Bound) : ExportValue;

internal sealed record ExportRegex(string Source) : ExportValue;

internal sealed record ExportBlock(string Cidr) : ExportValue;
