using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>
/// Looks for a request that a grant lets pass: takes an Allow statement, chooses values that meet its conditions, and where a Deny
/// then stands in the way, chooses others for the keys that the Deny asks for. What the evaluator allows is found quickly; that
/// nothing is allowed is claimed only where it follows from who calls.
/// </summary>
internal sealed class GrantSearch
{
    /// <summary>Requests put to the evaluator for one Allow statement.</summary>
    private const int MaxTries = 400;

    private static readonly string[] PositiveOperators = ["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "ForAnyValue:StringEquals", "ForAnyValue:StringLike"];

    private readonly PolicySet _policies;
    private readonly string _owner;
    private readonly bool _exempt;
    private readonly ImmutableArray<GrantStatement> _allows;
    private readonly ImmutableArray<GrantStatement> _gate;
    private readonly KeyCandidates _candidates;
    private readonly string? _version;
    private readonly GrantProof _proof;

    public GrantSearch(AccessGrant grant, PolicySet policies, string owner, bool exemptFromResourceControlPolicies, KeyCandidates candidates)
    {
        _policies = policies;
        _owner = owner;
        _exempt = exemptFromResourceControlPolicies;
        _allows = GrantStatement.Of(grant.Policy.Document);
        _gate = grant.Gate is { } gate ? GrantStatement.Of(gate.Document) : [];
        _candidates = candidates;
        _version = grant.Policy.Document.Version;
        _proof = new GrantProof(grant, _gate, policies.ResourceControlPolicies.SelectMany(level => level.Policies), candidates.Keys);
    }

    /// <summary>Requests evaluated so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Questions put to the prover so far.</summary>
    public int Proofs => _proof.Proofs;

    /// <summary>A request on any of the resources.</summary>
    public GrantAnswer Find(Caller caller, string action, IEnumerable<string> resources, ImmutableArray<(Predicate Predicate, bool Holds)> limits)
    {
        GrantAnswer answer = GrantAnswer.NotGranted.Instance;
        foreach (var resource in resources)
        {
            switch (Find(new GrantQuestion(caller, action, resource, limits)))
            {
                case GrantAnswer.Granted granted:
                    return granted;
                case GrantAnswer.Undecided undecided:
                    answer = undecided;
                    break;
            }
        }
        return answer;
    }

    private GrantAnswer Find(GrantQuestion question)
    {
        var known = question.Caller.Context([]);
        var open = false;
        foreach (var allow in _allows)
        {
            if (!allow.Statement.NamesAction(question.Action) || !allow.Speaks(question.Caller, question.Resource, known))
                continue;
            foreach (var gate in _gate.IsEmpty ? [null] : _gate.Cast<GrantStatement?>())
            {
                if (gate is not null && (!gate.Statement.NamesAction(question.Action) || !gate.Speaks(question.Caller, question.Resource, known)))
                    continue;
                var attempt = new Attempt(this, question, known, gate is null ? allow.Conditions : allow.Conditions.AddRange(gate.Conditions));
                if (attempt.IsRefuted)
                    continue;
                if (attempt.Run() is { } found)
                    return found;
                open |= !attempt.IsRefuted;
            }
        }
        return open ? _proof.Decide(question, chosen => Confirm(question, chosen)) : GrantAnswer.NotGranted.Instance;
    }

    private GrantAnswer Confirm(GrantQuestion question, Dictionary<string, ContextValue?> chosen)
    {
        var request = Request(question, chosen);
        return PolicyEvaluator.Evaluate(request, _policies) is Decision.Allowed allowed ? new GrantAnswer.Granted(request, GrantOf(allowed)) : GrantAnswer.NotGranted.Instance;
    }

    // The identity policies of callers outside are an assumption: what lets them in is the resource's own statement.
    private static DecidingStatement? GrantOf(Decision.Allowed allowed)
    {
        foreach (var gate in allowed.Gates)
        {
            if (gate.Gate == PolicyGate.Resource)
                return gate.Statement;
        }
        return null;
    }

    private AuthorizationRequest Request(GrantQuestion question, Dictionary<string, ContextValue?> chosen) =>
        new(question.Caller.Principal, question.Action, question.Resource, _owner, question.Caller.Context(chosen))
        {
            ResourceExemptFromResourceControlPolicies = _exempt,
        };

    /// <summary>One Allow statement (and one of the gate) against one question.</summary>
    private sealed class Attempt
    {
        private readonly GrantSearch _search;
        private readonly GrantQuestion _question;
        private readonly Dictionary<string, List<ContextValue?>> _options = new(StringComparer.OrdinalIgnoreCase);
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private int _tries;

        public Attempt(GrantSearch search, GrantQuestion question, RequestContext known, ImmutableArray<StatementCondition> conditions)
        {
            (_search, _question) = (search, question);
            // A condition on what follows from the caller is decided; one with a policy variable may depend on more.
            IsRefuted = conditions.Any(condition => question.Caller.Facts.ContainsKey(condition.Key) && !HasVariable(condition) && !search.Holds(condition, known));
            IsRefuted |= conditions.Any(NeedsAbsentVariable);
            if (IsRefuted)
                return;
            foreach (var key in search._candidates.Keys.Where(key => !question.Caller.Facts.ContainsKey(key)))
            {
                var wanted = conditions.Where(condition => condition.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).ToList();
                var limits = question.Limits.Where(limit => limit.Predicate.Coordinate.Equals(key, StringComparison.OrdinalIgnoreCase)).ToList();
                _options[key] = [.. search._candidates.Of(key).Where(value => Meets(key, value, wanted, limits, known))];
            }
        }

        /// <summary>It follows from caller and resource that this statement lets nothing pass.</summary>
        public bool IsRefuted { get; private set; }

        public GrantAnswer? Run() => _options.Values.Any(options => options.Count == 0)
            ? null
            : Try(_options.ToDictionary(option => option.Key, option => option.Value[0], StringComparer.OrdinalIgnoreCase));

        private bool Meets(string key, ContextValue? value, List<StatementCondition> wanted, List<(Predicate Predicate, bool Holds)> limits, RequestContext known)
        {
            if (wanted.Count == 0 && limits.Count == 0)
                return true;
            var context = _question.Caller.Context([new(key, value)]);
            return wanted.TrueForAll(condition => _search.Holds(condition, context))
                && limits.TrueForAll(limit => ConditionProbe.Holds("2008-10-17", limit.Predicate.Operator, key, [limit.Predicate.Value], context) == limit.Holds);
        }

        private GrantAnswer.Granted? Try(Dictionary<string, ContextValue?> chosen)
        {
            if (_tries >= MaxTries || !_seen.Add(Text(chosen)))
                return null;
            _tries++;
            _search.Evaluations++;
            var request = _search.Request(_question, chosen);
            switch (PolicyEvaluator.Evaluate(request, _search._policies))
            {
                case Decision.Allowed allowed:
                    return new GrantAnswer.Granted(request, GrantOf(allowed));
                case Decision.ExplicitDeny denied:
                    return Around(denied.Statement.Statement, chosen);
                default:
                    return null;
            }
        }

        // Any other value for a key that the Deny asks for may get past it.
        private GrantAnswer.Granted? Around(PolicyStatement deny, Dictionary<string, ContextValue?> chosen)
        {
            var keys = deny.KeysOf().Where(_options.ContainsKey).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            if (keys.Count == 0)
            {
                // It denies whatever this caller brings.
                IsRefuted = true;
                return null;
            }
            foreach (var key in keys)
            {
                foreach (var value in _options[key])
                {
                    var other = new Dictionary<string, ContextValue?>(chosen, StringComparer.OrdinalIgnoreCase) { [key] = value };
                    if (Try(other) is { } found)
                        return found;
                    if (IsRefuted)
                        return null;
                }
            }
            return null;
        }

        // A positive operator never holds when none of its values can be resolved ("Policy variables with no value").
        private bool NeedsAbsentVariable(StatementCondition condition) =>
            PositiveOperators.Contains(condition.Operator, StringComparer.OrdinalIgnoreCase)
            && condition.Values.All(value => _question.Caller.Facts.Any(fact => fact.Value is null && value.Contains("${" + fact.Key + "}", StringComparison.OrdinalIgnoreCase)));

        private static bool HasVariable(StatementCondition condition) => condition.Values.Any(value => value.Contains("${", StringComparison.Ordinal));

        private static string Text(Dictionary<string, ContextValue?> chosen) =>
            string.Join('\n', chosen.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(pair => $"{pair.Key}={(pair.Value is { } value ? string.Join(',', value.Values) : "-")}"));
    }

    private bool Holds(StatementCondition condition, RequestContext context) => ConditionProbe.Holds(_version, condition.Operator, condition.Key, condition.Values, context);
}
