using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>A step of the argument that no request is left. What each step means is checked by <see cref="CoverChecker"/>.</summary>
internal abstract record CoverNode
{
    /// <summary>The literals gathered so far exclude each other in one dimension.</summary>
    public sealed record Empty(int Dimension) : CoverNode;

    /// <summary>
    /// A box to avoid: each of its literals holds in the cell (null), or where it does not, nothing is left either.
    /// </summary>
    /// <param name="Box">Place among the boxes to avoid.</param>
    /// <param name="Elsewhere">For each literal of the box.</param>
    public sealed record Covered(int Box, ImmutableArray<CoverNode?> Elsewhere) : CoverNode;

    /// <summary>Some box of a clause must match; in none of them is anything left.</summary>
    /// <param name="Clause">Place among the clauses.</param>
    /// <param name="Boxes">For each box of the clause.</param>
    public sealed record Alternatives(int Clause, ImmutableArray<CoverNode> Boxes) : CoverNode;
}

/// <summary>What is looked for: a request that some box of every clause matches, and no box to avoid.</summary>
internal sealed record CoverQuestion(ImmutableArray<ImmutableArray<Box>> Clauses, ImmutableArray<Box> Avoid);
