using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Policy;

/// <summary>How a set of statements was packed.</summary>
/// <param name="Documents">Minified policy documents, in order; empty when a diagnostic is an error.</param>
/// <param name="Room">What is left under the quota.</param>
/// <param name="LowerBound">No packing of these statements has fewer documents.</param>
/// <param name="IsMinimal">Nothing fits them into fewer documents, proven; false when the search for fewer was given up.</param>
/// <param name="IsMerged">Statements were united to save documents; the proof below covers it.</param>
/// <param name="IsProvenEqual">The prover showed both ways that the documents allow and deny exactly what the statements do.</param>
public sealed record PackedPolicies(
    ImmutableArray<string> Documents, ImmutableArray<Diagnostic> Diagnostics, PackingRoom Room, int LowerBound, bool IsMinimal, bool IsMerged, bool IsProvenEqual);

/// <summary>What is left of a quota at one target.</summary>
/// <param name="Documents">How many more documents may be attached.</param>
/// <param name="Characters">How many more characters each document may hold, in the order of the documents.</param>
public sealed record PackingRoom(int Documents, ImmutableArray<int> Characters)
{
    public override string ToString() =>
        $"{Documents} more {(Documents == 1 ? "document" : "documents")}{(Characters.IsEmpty ? string.Empty : $", {string.Join(" + ", Characters)} characters left in those attached")}";
}
