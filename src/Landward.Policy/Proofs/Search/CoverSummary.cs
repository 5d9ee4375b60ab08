using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>An argument told shortly: for each box of the clause it starts with, the statements its cover uses.</summary>
internal static class CoverSummary
{
    public static IEnumerable<CoveredPart> Of(CoverQuestion question, CoverNode cover)
    {
        if (cover is not CoverNode.Alternatives alternatives)
            return [new CoveredPart(null, By(question, cover))];
        return alternatives.Boxes.Select((node, index) => new CoveredPart(question.Clauses[alternatives.Clause][index].Origin, By(question, node)));
    }

    private static ImmutableArray<StatementRef> By(CoverQuestion question, CoverNode cover)
    {
        var used = new HashSet<StatementRef>();
        var pending = new Stack<CoverNode>([cover]);
        var seen = new HashSet<CoverNode>(ReferenceEqualityComparer.Instance);
        while (pending.TryPop(out var node))
        {
            if (!seen.Add(node))
                continue;
            switch (node)
            {
                case CoverNode.Covered covered:
                    if (question.Avoid[covered.Box].Origin is { } origin)
                        used.Add(origin);
                    foreach (var child in covered.Elsewhere.OfType<CoverNode>())
                        pending.Push(child);
                    break;
                case CoverNode.Alternatives alternatives:
                    foreach (var child in alternatives.Boxes)
                        pending.Push(child);
                    break;
                default:
                    break;
            }
        }
        return [.. used.OrderBy(item => item.Side, StringComparer.Ordinal).ThenBy(item => item.Policy, StringComparer.Ordinal).ThenBy(item => item.Index)];
    }
}
