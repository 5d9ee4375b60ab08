using System.Collections.Immutable;

namespace Landward.Detection;

/// <summary>A field of the event that must be on a list: the <c>lists:</c> of a rule's <c>landward:</c> block.</summary>
/// <param name="Path">The path of an address or a domain.</param>
/// <param name="IsDomain">Whether it is a domain.</param>
/// <param name="Purposes">The lists; one of them suffices.</param>
public sealed record ListQuestion(string Path, bool IsDomain, ImmutableArray<ListPurpose> Purposes);
