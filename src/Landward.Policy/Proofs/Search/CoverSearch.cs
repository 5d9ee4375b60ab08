using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>What a search found: an argument that nothing is there, or (with a null argument) why there is none.</summary>
/// <param name="IsFound">A request was found and accepted.</param>
internal readonly record struct SearchResult(CoverNode? Cover, bool IsFound, string? Reason);

/// <summary>
/// Decides a <see cref="CoverQuestion"/>. Each state is a conjunction of literals with a generic request from it. A box to
/// avoid that the request falls into must miss in one of its literals, a clause it misses must be met by one of its boxes:
/// the search goes into each alternative that is not empty. A generic request falls into a pattern only when its whole cell
/// does, so boxes of positive literals settle a state at once, and only complements and conditions make it branch.
/// </summary>
/// <param name="accept">Confirms a request of the last state; a request it refuses is no witness.</param>
internal sealed class CoverSearch(ProofSpace space, CoverQuestion question, SearchBudget budget, Func<Cell[], bool> accept)
{
    private const int MaxDepth = 400;
    private const int MaxPairs = 50_000_000;

    private readonly Dictionary<int[], CoverNode> _covered = new(LiteralsComparer.Instance);

    /// <summary>An argument that nothing is there is verified by <see cref="CoverChecker"/> before it is returned.</summary>
    public SearchResult Run()
    {
        var everything = space.Everything();
        var result = question.Clauses.IsEmpty ? Visit(everything, 0) : Branch(everything, FirstClause(), 0);
        return result.Cover is { } cover && !new CoverChecker(space, question).Verify(cover) ? new SearchResult(null, false, Reasons.Unverified) : result;
    }

    private SearchResult Visit(Cell[] state, int depth)
    {
        if (!budget.TrySpend(question.Avoid.Length) || depth > MaxDepth)
            return new SearchResult(null, false, Reasons.Budget);
        if (FindSubsuming(state) is { } subsuming)
            return new SearchResult(subsuming, false, null);
        foreach (var cell in state)
        {
            if (cell.Existence == Existence.No)
                return new SearchResult(new CoverNode.Empty(cell.Dimension.Index), false, null);
        }
        foreach (var cell in state)
        {
            if (cell.Existence == Existence.Unknown)
                return new SearchResult(null, false, Reasons.Dimension(cell.Dimension.Name));
        }
        var key = Array.ConvertAll(state, cell => cell.Id);
        if (_covered.TryGetValue(key, out var known))
            return new SearchResult(known, false, null);
        var result = Decide(state, depth);
        if (result.Cover is { } cover)
            _covered[key] = cover;
        return result;
    }

    private SearchResult Decide(Cell[] state, int depth)
    {
        var best = -1;
        var fewest = int.MaxValue;
        for (var index = 0; index < question.Avoid.Length; index++)
        {
            var box = question.Avoid[index];
            if (!Matches(state, box))
                continue;
            var open = box.Literals.Count(literal => !CellOf(state, literal).Implies(literal));
            if (open < fewest)
                (best, fewest) = (index, open);
            if (open == 0)
                break;
        }
        if (best >= 0)
            return Miss(state, best, depth);
        for (var clause = 0; clause < question.Clauses.Length; clause++)
        {
            if (!question.Clauses[clause].Any(box => Matches(state, box)))
                return Branch(state, clause, depth);
        }
        return accept(state) ? new SearchResult(null, true, null) : new SearchResult(null, false, Reasons.Unconfirmed);
    }

    private SearchResult Miss(Cell[] state, int index, int depth)
    {
        var literals = question.Avoid[index].Literals;
        var elsewhere = new CoverNode?[literals.Length];
        string? reason = null;
        for (var i = 0; i < literals.Length; i++)
        {
            if (CellOf(state, literals[i]).Implies(literals[i]))
                continue;
            var result = Visit(With(state, Atom.Not(literals[i])), depth + 1);
            if (result.IsFound)
                return result;
            elsewhere[i] = result.Cover;
            reason ??= result.Reason;
        }
        return reason is null ? new SearchResult(new CoverNode.Covered(index, [.. elsewhere]), false, null) : new SearchResult(null, false, reason);
    }

    private SearchResult Branch(Cell[] state, int clause, int depth)
    {
        var boxes = question.Clauses[clause];
        var nodes = new CoverNode[boxes.Length];
        string? reason = null;
        for (var i = 0; i < boxes.Length; i++)
        {
            var result = Visit(With(state, boxes[i].Literals), depth + 1);
            if (result.IsFound)
                return result;
            reason ??= result.Reason;
            nodes[i] = result.Cover!;
        }
        return reason is null ? new SearchResult(new CoverNode.Alternatives(clause, [.. nodes]), false, null) : new SearchResult(null, false, reason);
    }

    // Denies that are still there refuse what they refused: a clause most of whose boxes lie in boxes to avoid leaves least to look at.
    private int FirstClause()
    {
        var (first, fewest) = (0, question.Clauses[0].Length);
        for (var clause = 0; clause < question.Clauses.Length; clause++)
        {
            var boxes = question.Clauses[clause];
            if ((long)boxes.Length * question.Avoid.Length > MaxPairs)
                continue;
            var open = boxes.Count(box => !question.Avoid.Any(avoided => avoided.IsContainedIn(box)));
            if (open < boxes.Length && open < fewest)
                (first, fewest) = (clause, open);
        }
        return first;
    }

    // A box whose literals are all among the state's: no request needs to be looked at.
    private CoverNode.Covered? FindSubsuming(Cell[] state)
    {
        for (var index = 0; index < question.Avoid.Length; index++)
        {
            var literals = question.Avoid[index].Literals;
            var contained = true;
            for (var i = 0; i < literals.Length && contained; i++)
                contained = CellOf(state, literals[i]).Contains(literals[i]);
            if (contained)
                return new CoverNode.Covered(index, [.. new CoverNode?[literals.Length]]);
        }
        return null;
    }

    private bool Matches(Cell[] state, Box box)
    {
        foreach (var literal in box.Literals)
        {
            if (!CellOf(state, literal).Holds(literal))
                return false;
        }
        return true;
    }

    private Cell CellOf(Cell[] state, int literal) => state[space.AtomOf(literal).Dimension.Index];

    private Cell[] With(Cell[] state, params ReadOnlySpan<int> literals)
    {
        var next = (Cell[])state.Clone();
        foreach (var literal in literals)
        {
            ref var cell = ref next[space.AtomOf(literal).Dimension.Index];
            cell = cell.With(literal);
        }
        return next;
    }

    private Cell[] With(Cell[] state, ImmutableArray<int> literals) => With(state, literals.AsSpan());
}
