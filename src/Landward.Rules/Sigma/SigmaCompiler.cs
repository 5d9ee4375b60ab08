using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Rules.Sigma;

/// <summary>
/// Rules to predicates over CloudTrail JSON. The semantics are Sigma's, made exact for nested JSON: an array on a path means any of its
/// elements; an absent field equals null; scalars compare by string form; an object or array matches when anything in it does, or its
/// canonical JSON; a lone <c>*</c> means present and not null.
/// </summary>
public sealed class SigmaCompiler
{
    private readonly SigmaItemCompiler _items;

    public SigmaCompiler(SigmaEnvironment environment) => _items = new SigmaItemCompiler(environment);

    /// <summary>The compiled rule, or the diagnostic that says why there is none.</summary>
    public (CompiledSigmaRule? Rule, Diagnostic? Diagnostic) Compile(SigmaRule rule)
    {
        try
        {
            var searches = rule.Searches.ToDictionary(search => search.Name, CompileSearch, StringComparer.Ordinal);
            return (new CompiledSigmaRule(rule, CompileCondition(rule.Condition, searches)), null);
        }
        catch (SigmaFormatException exception)
        {
            return (null, SigmaDiagnostics.Of(exception, rule.Header.Id, rule.Header.Span));
        }
    }

    private EventPredicate CompileSearch(SigmaSearch search) =>
        Any([.. search.Alternatives.Select(alternative => All([.. alternative.Items.Select(_items.Compile)]))]);

    private static EventPredicate CompileCondition(SigmaCondition condition, Dictionary<string, EventPredicate> searches) => condition switch
    {
        SigmaCondition.Search search => searches[search.Name],
        SigmaCondition.Not not => new NotPredicate(CompileCondition(not.Operand, searches)),
        SigmaCondition.All all => All([.. all.Operands.Select(operand => CompileCondition(operand, searches))]),
        SigmaCondition.Any any => Any([.. any.Operands.Select(operand => CompileCondition(operand, searches))]),
        SigmaCondition.AtLeast atLeast => AtLeast(atLeast.Count, [.. atLeast.Names.Select(name => searches[name])]),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };

    internal static EventPredicate AtLeast(int count, ImmutableArray<EventPredicate> operands) => count switch
    {
        1 => Any(operands),
        _ when count == operands.Length => All(operands),
        _ => new AtLeastPredicate(count, operands),
    };

    internal static EventPredicate All(ImmutableArray<EventPredicate> operands) =>
        operands.Length switch
        {
            0 => ConstantPredicate.Always,
            1 => operands[0],
            _ => new AllPredicate(operands),
        };

    internal static EventPredicate Any(ImmutableArray<EventPredicate> operands) =>
        operands.Length switch
        {
            0 => ConstantPredicate.Never,
            1 => operands[0],
            _ => new AnyPredicate(operands),
        };
}
