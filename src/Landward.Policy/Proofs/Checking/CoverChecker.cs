namespace Landward.Policy.Proofs;

/// <summary>
/// Verifies the argument that nothing is left of a question. It walks the argument's steps, gathers the literals of each case
/// and asks, for the single dimension a step names, whether these literals exclude each other; how the argument was found
/// plays no part.
/// </summary>
internal sealed class CoverChecker(ProofSpace space, CoverQuestion question)
{
    private const int MaxSteps = 200_000;

    private readonly DimensionChecker _dimensions = new(space);
    private int _steps;

    /// <summary>Whether every step holds.</summary>
    public bool Verify(CoverNode cover) => Verify(cover, []);

    private bool Verify(CoverNode node, int[] known)
    {
        if (++_steps > MaxSteps)
            return false;
        return node switch
        {
            CoverNode.Empty empty => Exclude(known, empty.Dimension),
            CoverNode.Covered covered => VerifyCovered(covered, known),
            CoverNode.Alternatives alternatives => VerifyAlternatives(alternatives, known),
            _ => false,
        };
    }

    // A request of the case either has all literals of the box, and is taken away, or misses one: each miss must be closed.
    private bool VerifyCovered(CoverNode.Covered covered, int[] known)
    {
        if (covered.Box < 0 || covered.Box >= question.Avoid.Length || covered.Elsewhere.Length != question.Avoid[covered.Box].Literals.Length)
            return false;
        for (var i = 0; i < covered.Elsewhere.Length; i++)
        {
            var literal = question.Avoid[covered.Box].Literals[i];
            if (Array.IndexOf(known, literal) >= 0)
                continue;
            int[] missing = [.. known, literal ^ 1];
            var closed = covered.Elsewhere[i] is { } elsewhere ? Verify(elsewhere, missing) : Exclude(missing, space.AtomOf(literal).Dimension.Index);
            if (!closed)
                return false;
        }
        return true;
    }

    // Some box of the clause holds: each must be closed.
    private bool VerifyAlternatives(CoverNode.Alternatives alternatives, int[] known)
    {
        if (alternatives.Clause < 0 || alternatives.Clause >= question.Clauses.Length || alternatives.Boxes.Length != question.Clauses[alternatives.Clause].Length)
            return false;
        for (var i = 0; i < alternatives.Boxes.Length; i++)
        {
            if (!Verify(alternatives.Boxes[i], [.. known, .. question.Clauses[alternatives.Clause][i].Literals]))
                return false;
        }
        return true;
    }

    private bool Exclude(int[] known, int dimension) =>
        _dimensions.Exclude([.. known.Where(literal => space.AtomOf(literal).Dimension.Index == dimension).Distinct().Order()]);
}
