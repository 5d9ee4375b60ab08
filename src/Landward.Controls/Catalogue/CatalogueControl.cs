using System.Collections.Frozen;
using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Controls;

/// <summary>A control with what its file says beyond the definition.</summary>
/// <param name="Tests">The inline tests.</param>
/// <param name="TestParameters">Values for parameters that have no default, used by the inline tests only.</param>
/// <param name="Directory">The user's directory it was read from; null for Landward's own catalogue.</param>
public sealed record CatalogueControl(
    ControlDefinition Definition,
    ImmutableArray<ControlTest> Tests,
    FrozenDictionary<string, ImmutableArray<string>> TestParameters,
    string? Directory,
    SourceSpan Span)
{
    public string Id => Definition.Id;
}
