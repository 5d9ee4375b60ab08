using System.Collections.Immutable;

namespace Landward.Rules.Sigma;

/// <summary>
/// A filter document: its condition must hold as well for the rules it names to match, usually that something is not so. Source:
/// sigma-specification 2.1.0, filters.
/// </summary>
/// <param name="LogSource">Rules of other log sources are not concerned.</param>
/// <param name="Rules">Ids, names or titles of rules; empty for <c>any</c> rule of the log source.</param>
public sealed record SigmaFilter(
    SigmaHeader Header,
    SigmaLogSource LogSource,
    ImmutableArray<string> Rules,
    ImmutableArray<SigmaSearch> Searches,
    SigmaCondition Condition)
{
    /// <summary>The rule with the filter's condition added to its own. The filter's searches get names no rule can have.</summary>
    public SigmaRule ApplyTo(SigmaRule rule)
    {
        var searches = Searches.Select(search => search with { Name = Own(search.Name) });
        return rule with
        {
            Searches = [.. rule.Searches, .. searches],
            Condition = new SigmaCondition.All([rule.Condition, Renamed(Condition)]),
        };
    }

    /// <summary>The parser accepts no search's name with a line break.</summary>
    private string Own(string name) => $"{name}\n{Header.Id}";

    private SigmaCondition Renamed(SigmaCondition condition) => condition switch
    {
        SigmaCondition.Search search => new SigmaCondition.Search(Own(search.Name)),
        SigmaCondition.Not not => new SigmaCondition.Not(Renamed(not.Operand)),
        SigmaCondition.All all => new SigmaCondition.All([.. all.Operands.Select(Renamed)]),
        SigmaCondition.Any any => new SigmaCondition.Any([.. any.Operands.Select(Renamed)]),
        SigmaCondition.AtLeast atLeast => atLeast with { Names = [.. atLeast.Names.Select(Own)] },
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };
}
