using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Rules.Sigma;

/// <summary>A named search: one of its alternatives must hold.</summary>
public sealed record SigmaSearch(string Name, ImmutableArray<SigmaAlternative> Alternatives);

/// <summary>A map of a detection: all its items must hold.</summary>
public sealed record SigmaAlternative(ImmutableArray<SigmaItem> Items);

/// <summary>One line of a map, or a list of keywords.</summary>
/// <param name="Field">The field's path; null for keywords, which are searched in the whole event.</param>
/// <param name="Modifiers">The modifiers in the order written.</param>
/// <param name="Values">The values; null stands for YAML's null, everything else for its text.</param>
public sealed record SigmaItem(string? Field, ImmutableArray<string> Modifiers, ImmutableArray<string?> Values, SourceSpan Span)
{
    /// <summary>
    /// With the modifier <c>element</c> instead of values: maps whose fields must all hold for the same element of the array at
    /// <see cref="Field"/>. Landward's own addition; Sigma tests the fields of a map independently of each other.
    /// </summary>
    public ImmutableArray<SigmaAlternative> Elements { get; init; } = [];
}
