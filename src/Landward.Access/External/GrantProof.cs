using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>
/// Puts a question that the search left open to the prover: the grant with every Deny that binds it, asked about one caller with
/// everything that follows from who calls.
/// </summary>
internal sealed class GrantProof
{
    private readonly PolicyDocument _document;
    private readonly ImmutableArray<GrantStatement> _gate;
    private readonly IReadOnlyCollection<string> _keys;

    /// <param name="denies">Policies of which only the Deny statements count: resource control policies.</param>
    /// <param name="keys">The keys that any of the policies asks for.</param>
    public GrantProof(AccessGrant grant, ImmutableArray<GrantStatement> gate, IEnumerable<AttachedPolicy> denies, IReadOnlyCollection<string> keys)
    {
        var others = denies.Concat(grant.Gate is { } second ? [second] : []).SelectMany(PolicyTexts.Denies).ToList();
        if (others.Count == 0)
        {
            _document = grant.Policy.Document;
        }
        else
        {
            var statements = PolicyTexts.Statements(grant.Policy.Document.Text).Select(statement => statement.DeepClone()).Concat(others);
            var text = new JsonObject { ["Version"] = grant.Policy.Document.Version ?? "2008-10-17", ["Statement"] = new JsonArray([.. statements]) };
            _document = PolicyTexts.Parse(text.ToJsonString(), grant.Policy.Name);
        }
        _gate = gate;
        _keys = keys;
    }

    /// <summary>Questions put to the prover.</summary>
    public int Proofs { get; private set; }

    /// <param name="confirm">Asks the evaluator about the request a witness stands for.</param>
    public GrantAnswer Decide(GrantQuestion question, Func<Dictionary<string, ContextValue?>, GrantAnswer> confirm)
    {
        GrantAnswer answer = GrantAnswer.NotGranted.Instance;
        foreach (var gate in _gate.IsEmpty ? [null] : _gate.Cast<GrantStatement?>())
        {
            if (gate is not null && !gate.Statement.NamesAction(question.Action))
                continue;
            Proofs++;
            switch (PolicyProver.FindAllowed(Ask(question, gate), _document, PolicyKind.Resource))
            {
                case Verdict.Witness witness when confirm(Chosen(question, witness.Request.Context)) is GrantAnswer.Granted granted:
                    return granted;
                case Verdict.Witness unconfirmed:
                    answer = new GrantAnswer.Undecided($"the prover's request was not confirmed: {unconfirmed.Text}");
                    break;
                case Verdict.Undecided undecided:
                    answer = new GrantAnswer.Undecided(undecided.Reason);
                    break;
            }
        }
        return answer;
    }

    private AccessQuestion Ask(GrantQuestion question, GrantStatement? gate)
    {
        var conditions = ImmutableArray.CreateBuilder<AccessCondition>();
        foreach (var key in _keys)
        {
            if (question.Caller.Facts.TryGetValue(key, out var value))
                conditions.AddRange(Fact(key, value));
            else if (key.EndsWith("SourceIp", StringComparison.OrdinalIgnoreCase))
                conditions.Add(new AccessCondition("IpAddressIfExists", key, ["0.0.0.0/0", "::/0"]));
        }
        foreach (var condition in gate?.Conditions ?? [])
            conditions.Add(new AccessCondition(condition.Operator, condition.Key, condition.Values));
        foreach (var (predicate, holds) in question.Limits)
            conditions.Add(new AccessCondition(holds ? predicate.Operator : Not(predicate.Operator), predicate.Key, [predicate.Value]));
        return new AccessQuestion
        {
            Actions = [question.Action],
            Resources = [question.Resource],
            // The ARN of a root user also names its whole account, so the kind is given as well.
            Callers = new CallerSelection
            {
                Named = [question.Caller.Principal.Kind == PrincipalKind.Anonymous ? "anonymous" : question.Caller.Principal.Arn],
                Kinds = [question.Caller.Principal.Kind],
            },
            Conditions = conditions.ToImmutable(),
        };
    }

    private static IEnumerable<AccessCondition> Fact(string key, ContextValue? value) => value switch
    {
        null => [new AccessCondition("Null", key, ["true"])],
        { Multivalued: true } => [new AccessCondition("ForAllValues:StringEquals", key, value.Values), new AccessCondition("ForAnyValue:StringEquals", key, value.Values)],
        _ => [new AccessCondition("StringEquals", key, value.Values)],
    };

    // An absent key meets a negated operator, as it does not meet the positive one. Bool has no negated form.
    private static string Not(string op) => op switch
    {
        "StringEquals" => "StringNotEquals",
        "StringEqualsIgnoreCase" or "Bool" => "StringNotEqualsIgnoreCase",
        "StringLike" => "StringNotLike",
        "ArnLike" => "ArnNotLike",
        "IpAddress" => "NotIpAddress",
        _ when op.StartsWith(Predicate.AnyValue, StringComparison.Ordinal) => "ForAllValues:" + Not(op[Predicate.AnyValue.Length..]),
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, "not an operator of a predicate"),
    };

    private static Dictionary<string, ContextValue?> Chosen(GrantQuestion question, RequestContext context) =>
        context.Keys.Where(key => !question.Caller.Facts.ContainsKey(key)).ToDictionary(key => key, context.Find, StringComparer.OrdinalIgnoreCase);
}
