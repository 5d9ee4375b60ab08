using Landward.Rules.Sigma;

namespace Landward.Detection.Linting;

/// <summary>One item of a rule as it stands in a branch.</summary>
/// <param name="Negated">The item must not hold.</param>
internal readonly record struct BranchItem(SigmaItem Item, bool Negated);

/// <summary>
/// The ways in which a rule can match: its condition multiplied out into sets of items that must hold together. What is negated as a whole
/// (a filter of several items) is left out, so a branch asks for no more than the rule does.
/// </summary>
internal static class RuleBranches
{
    private const int MaxBranches = 2000;

    /// <summary>The branches; null when there are too many to look at.</summary>
    public static List<List<BranchItem>>? Of(SigmaRule rule) => Of(rule.Condition, rule, negated: false);

    /// <summary>The maps that exclude events: each holds items that together make an exception.</summary>
    public static IEnumerable<SigmaAlternative> Exceptions(SigmaRule rule) =>
        Negated(rule.Condition, negated: false).Distinct(StringComparer.Ordinal)
            .SelectMany(name => rule.Searches.Where(search => search.Name == name)).SelectMany(search => search.Alternatives);

    private static IEnumerable<string> Negated(SigmaCondition condition, bool negated) => condition switch
    {
        SigmaCondition.Search search => negated ? [search.Name] : [],
        SigmaCondition.Not not => Negated(not.Operand, !negated),
        SigmaCondition.All all => all.Operands.SelectMany(operand => Negated(operand, negated)),
        SigmaCondition.Any any => any.Operands.SelectMany(operand => Negated(operand, negated)),
        SigmaCondition.AtLeast atLeast => negated ? atLeast.Names : [],
        _ => [],
    };

    private static List<List<BranchItem>>? Of(SigmaCondition condition, SigmaRule rule, bool negated)
    {
        switch (condition)
        {
            case SigmaCondition.Search search:
                return Of(rule.Searches.First(candidate => candidate.Name == search.Name), negated);
            case SigmaCondition.Not not:
                return Of(not.Operand, rule, !negated);
            case SigmaCondition.All all:
                return Combined(all.Operands.Select(operand => Of(operand, rule, negated)), together: !negated);
            case SigmaCondition.Any any:
                return Combined(any.Operands.Select(operand => Of(operand, rule, negated)), together: negated);
            case SigmaCondition.AtLeast atLeast:
                var searches = atLeast.Names.Select(name => Of(rule.Searches.First(candidate => candidate.Name == name), negated)).ToList();
                if (atLeast.Count > searches.Count)
                    return negated ? [[]] : [];
                if (atLeast.Count == 1)
                    return Combined(searches, together: negated);
                return atLeast.Count == searches.Count ? Combined(searches, together: !negated) : [[]];
            default:
                return null;
        }
    }

    private static List<List<BranchItem>> Of(SigmaSearch search, bool negated)
    {
        if (!negated)
            return [.. search.Alternatives.Select(alternative => alternative.Items.Select(item => new BranchItem(item, false)).ToList())];
        return search.Alternatives is [{ Items: [var only] }] ? [[new BranchItem(only, true)]] : [[]];
    }

    private static List<List<BranchItem>>? Combined(IEnumerable<List<List<BranchItem>>?> operands, bool together)
    {
        List<List<BranchItem>> combined = together ? [[]] : [];
        foreach (var operand in operands)
        {
            if (operand is null || (together ? (long)combined.Count * operand.Count : combined.Count + operand.Count) > MaxBranches)
                return null;
            combined = together
                ? [.. combined.SelectMany(left => operand.Select(right => left.Concat(right).ToList()))]
                : [.. combined, .. operand];
        }
        return combined;
    }
}
