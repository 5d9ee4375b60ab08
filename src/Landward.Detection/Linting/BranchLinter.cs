using Landward.Model;
using Landward.Rules.Sigma;

namespace Landward.Detection.Linting;

/// <summary>Looks at each way in which one rule can match, and says which of them no record can take.</summary>
internal sealed class BranchLinter(SigmaRule rule, ItemProbe probe)
{
    private readonly HashSet<RuleLint> _lints = [];
    private readonly List<(SigmaItem Item, RuleLint Lint)> _reasons = [];
    private readonly HashSet<SigmaItem> _alive = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether fields were met of calls that have no description.</summary>
    public bool WasIncomplete { get; private set; }

    public IReadOnlyCollection<RuleLint> Lint()
    {
        if (RuleBranches.Of(rule) is not { } branches)
        {
            WasIncomplete = true;
            return _lints;
        }
        if (branches.Count == 0)
            _lints.Add(Lints.NeverMatches(rule.Header, "Its condition asks for more searches than there are.", rule.Header.Span));
        var dead = branches.Count(IsDead);
        // When no branch can match, the rule is dead; an item that is in no branch that can is a mistake. Searches that are combined freely
        // have branches that cannot match and are none.
        foreach (var (_, reason) in _reasons.Where(reason => !_alive.Contains(reason.Item)))
            _lints.Add(dead == branches.Count ? reason : reason with { Severity = LintSeverity.Warning, Detail = $"{reason.Detail} Other parts of the rule can match." });
        LintExceptions(branches);
        return _lints;
    }

    private bool IsDead(List<BranchItem> branch)
    {
        var reasons = new List<(SigmaItem Item, RuleLint Lint)>();
        var sources = Possible(branch, "eventSource", reasons);
        var names = Possible(branch, "eventName", reasons);
        foreach (var field in branch.Where(item => !item.Negated && IsPlain(item.Item)).Select(item => item.Item.Field!).Distinct(StringComparer.Ordinal).Where(field => field is not ("eventSource" or "eventName")))
            Possible(branch, field, reasons);
        if (reasons.Count == 0 && names is not null)
            _lints.UnionWith(CheckCalls(branch, sources, names));
        foreach (var (item, negated) in branch)
        {
            if (negated || item.Field is null)
                continue;
            if (MissingField(item, sources, names) is { } missing)
                reasons.Add((item, Lints.UnknownField(rule.Header, missing, item.Span, sure: true)));
            else if (ComparesArnWithName(item))
                reasons.Add((item, Lints.NeverMatches(rule.Header, $"`{item.Field}` is an ARN and is never equal to `{item.Values[0]}`; `{item.Field}|fieldref|endswith` compares its end.", item.Span)));
        }
        _reasons.AddRange(reasons);
        if (reasons.Count == 0)
            _alive.UnionWith(branch.Select(item => item.Item));
        return reasons.Count > 0;
    }

    /// <summary>The values a single-valued field may have in the branch; null when the branch gives none.</summary>
    private List<string>? Possible(List<BranchItem> branch, string field, List<(SigmaItem Item, RuleLint Lint)> reasons)
    {
        var given = branch.Where(item => !item.Negated && item.Item.Field == field && IsPlain(item.Item)).Select(item => item.Item).ToList();
        if (given.Count == 0 || !RecordFields.IsSingle(field))
            return null;
        var values = given[0].Values.OfType<string>().ToList();
        if (values.Count < given[0].Values.Length)
            return null;
        var others = branch.Where(item => item.Item.Field == field && item.Item != given[0]).ToList();
        var left = values.FindAll(value => others.TrueForAll(other => probe.Holds(other.Item, field, value) != other.Negated));
        if (left.Count == 0)
        {
            reasons.Add((given[0], Lints.NeverMatches(rule.Header, $"`{field}` would have to be {string.Join(" or ", values.Take(5).Select(value => $"`{value}`"))}, which another condition on `{field}` rules out.", given[0].Span)));
            return values;
        }
        var never = left.Select(value => (Value: value, Why: RecordFields.WhyNever(field, value))).Where(value => value.Why is not null).ToList();
        foreach (var lint in never.Select(value => Lints.ImpossibleValue(rule.Header, value.Why!, given[0].Span)))
        {
            if (never.Count == left.Count)
                reasons.Add((given[0], lint));
            else
                _lints.Add(lint with { Severity = LintSeverity.Warning });
        }
        return left;
    }

    private IEnumerable<RuleLint> CheckCalls(List<BranchItem> branch, List<string>? sources, List<string> names)
    {
        var span = branch.First(item => !item.Negated && item.Item.Field == "eventName" && IsPlain(item.Item)).Item.Span;
        if (sources is null && branch.Exists(item => item.Item.Field == "eventSource" && !item.Negated))
            yield break;
        foreach (var name in names)
        {
            // A name that one of the sources has is fine: lists of sources and names belong together in pairs.
            var why = sources is null
                ? KnownCalls.WhyUnknownAnywhere(name)
                : sources.Select(source => KnownCalls.WhyUnknown(source, name)) is var answers && answers.Any(answer => answer is null) ? null : answers.First();
            if (why is not null)
                yield return Lints.UnknownCall(rule.Header, why, span, sources is null || sources.TrueForAll(KnownCalls.IsRegular));
        }
    }

    /// <summary>Why the item cannot hold because no record of these calls has its field; null when one may.</summary>
    private string? MissingField(SigmaItem item, List<string>? sources, List<string>? names)
    {
        if (item.Field is null || !NeedsField(item))
            return null;
        if (RecordFields.Unknown(item.Field) is var (path, known))
            return $"No record has `{path}`.{Suggestion.DidYouMean(path[(path.LastIndexOf('.') + 1)..], known)}";
        var dot = item.Field.IndexOf('.', StringComparison.Ordinal);
        var part = dot < 0 ? item.Field : item.Field[..dot];
        if (dot < 0 || part is not ("requestParameters" or "responseElements"))
            return null;
        if (sources is null || names is null)
        {
            WasIncomplete = true;
            return null;
        }
        string? why = null;
        foreach (var source in sources)
        {
            foreach (var name in names)
            {
                if (KnownCalls.Describe(source) is not { } service || KnownCalls.Operation(service, name) is not { } operation)
                {
                    if (KnownCalls.WhyUnknown(source, name) is null)
                    {
                        WasIncomplete = true;
                        return null;
                    }
                    continue;
                }
                var shape = part == "requestParameters" ? operation.Input : operation.Output;
                var (knowledge, members) = CallFields.Find(service, shape, item.Field[(dot + 1)..]);
                WasIncomplete |= knowledge == FieldKnowledge.Unknown;
                if (knowledge != FieldKnowledge.Missing)
                    return null;
                var last = item.Field[(item.Field.LastIndexOf('.') + 1)..];
                why = $"`{item.Field}` is no part of `{operation.Name}` of `{source}`.{Suggestion.DidYouMean(last, members)}";
            }
        }
        return why;
    }

    /// <summary>Items inside an element start elsewhere; they need the field when one of them does.</summary>
    private bool NeedsField(SigmaItem item) => !item.Elements.IsEmpty || !probe.HoldsWhenAbsent(item);

    /// <summary>An exception whose field no record has excepts nothing.</summary>
    private void LintExceptions(List<List<BranchItem>> branches)
    {
        var branch = branches.FirstOrDefault() ?? [];
        var sources = branches.Count == 1 ? Possible(branch, "eventSource", []) : null;
        var names = branches.Count == 1 ? Possible(branch, "eventName", []) : null;
        foreach (var item in RuleBranches.Exceptions(rule).SelectMany(alternative => alternative.Items))
        {
            if (item.Field is null)
                continue;
            var missing = MissingField(item, sources, names);
            if (missing is null && ComparesArnWithName(item))
                missing = $"`{item.Field}` is an ARN and is never equal to `{item.Values[0]}`.";
            if (missing is not null)
                _lints.Add(Lints.DeadFilter(rule.Header, missing, item.Span));
        }
    }

    /// <summary>Equality of an ARN with a name or id, of which it can only be the end.</summary>
    private static bool ComparesArnWithName(SigmaItem item) =>
        item.Modifiers.Contains("fieldref") && !item.Modifiers.Any(modifier => modifier is "contains" or "startswith" or "endswith" or "neq")
        && item.Values is [{ } other] && Last(item.Field!) is "arn" or "ARN"
        && (Last(other).EndsWith("Name", StringComparison.Ordinal) || Last(other).EndsWith("Id", StringComparison.Ordinal));

    private static string Last(string path) => path[(path.LastIndexOf('.') + 1)..];

    /// <summary>Equality with given texts.</summary>
    private static bool IsPlain(SigmaItem item) =>
        item.Field is not null && item.Elements.IsEmpty && item.Modifiers.All(modifier => modifier == "cased")
        && item.Values.All(value => value is null || value.AsSpan().IndexOfAny('*', '?') < 0);
}
