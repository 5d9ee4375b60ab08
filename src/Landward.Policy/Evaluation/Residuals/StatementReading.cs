using System.Collections.Immutable;
using Landward.Policy.Conditions;
using Landward.Policy.Matching;

namespace Landward.Policy.Evaluation;

/// <summary>What is left of one statement once everything known of a request is put in.</summary>
internal sealed class StatementReading
{
    private readonly PrincipalMatch _match;

    // The sessions of the caller's role that the statement names, or leaves out, while the caller's session name is unknown.
    private readonly ImmutableArray<string> _sessions = [];
    private readonly bool _leavesOut;
    private readonly List<Condition> _open = [];
    private readonly bool _openResource;

    public StatementReading(in ScanInput input, DecidingStatement by, bool unnamed, bool namesPrincipals)
    {
        By = by;
        var statement = by.Statement;
        var request = input.Request;
        if (!statement.MatchesAction(request))
            return;
        _match = namesPrincipals ? input.Match(statement, unnamed) : PrincipalMatch.Caller;
        if (namesPrincipals && statement.Principals is { } principals && IsOpen(principals, input))
        {
            _leavesOut = principals.IsNegated;
            _sessions = [.. principals.SessionsOf(request.Principal).Distinct(StringComparer.Ordinal)];
        }
        if (_match == PrincipalMatch.None && _sessions.IsEmpty)
            return;
        var resource = statement.MatchesResource(request);
        if (resource == Truth.False)
            return;
        _openResource = resource == Truth.Unknown;
        foreach (var condition in statement.Conditions.Conditions)
        {
            var truth = condition.Evaluate(request.Context);
            if (truth == Truth.False)
                return;
            if (truth == Truth.Unknown)
                _open.Add(condition);
        }
        Applies = true;
    }

    public DecidingStatement By { get; }

    /// <summary>Nothing known keeps the statement from matching.</summary>
    public bool Applies { get; }

    public IEnumerable<ConditionExpression> Undecided
    {
        get
        {
            if (_openResource)
                yield return new ConditionExpression.Resource(By, Inverted: false);
            foreach (var condition in _open)
                yield return Residual.Leaf(condition, By);
        }
    }

    /// <summary>The ways in which an Allow counts: as one to the caller's role, and as one to its session.</summary>
    public IEnumerable<ConditionalAllow> Allows()
    {
        var conditions = Residual.All([.. Undecided]);
        if (!_sessions.IsEmpty)
            yield return new ConditionalAllow(PrincipalMatch.Caller, Residual.All(new ConditionExpression.SessionName(_sessions, _leavesOut, [By]), conditions));
        if (_match != PrincipalMatch.None && !_leavesOut)
            yield return new ConditionalAllow(_match, conditions);
    }

    /// <summary>What keeps a Deny from matching: one of its open conditions does not hold.</summary>
    public ConditionExpression Escape()
    {
        var escapes = new List<ConditionExpression>();
        if (_match == PrincipalMatch.None || _leavesOut)
            escapes.Add(new ConditionExpression.SessionName(_sessions, Inverted: !_leavesOut, [By]));
        if (_openResource)
            escapes.Add(new ConditionExpression.Resource(By, Inverted: true));
        escapes.AddRange(_open.Select(condition => ConditionInversion.Invert(condition, By)));
        return Residual.Any([.. escapes]);
    }

    // Whether the statement speaks of the caller depends on the session's name.
    private bool IsOpen(PrincipalSet principals, in ScanInput input)
    {
        if (!principals.ListsSomeSession(input.Request.Principal))
            return false;
        if (!principals.IsNegated)
            return _match != PrincipalMatch.Caller;
        return By.Statement.Effect == Effect.Allow ? _match == PrincipalMatch.Caller : principals.SparesListedSessions(input.Request.Principal, input.HasBoundary);
    }
}
