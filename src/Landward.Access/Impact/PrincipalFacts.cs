using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>
/// The condition keys whose values follow from who asks. Policies that test them tell principals apart; within a class every such test
/// has one answer.
/// </summary>
internal sealed class PrincipalFacts(AccessView view)
{
    private static readonly string[] Keys =
        ["aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalType", "aws:username", "aws:PrincipalIsAWSService"];

    private static readonly string[] Several = ["aws:PrincipalOrgPaths"];

    private readonly Dictionary<string, ImmutableArray<StatementCondition>> _tests = new(StringComparer.Ordinal);

    /// <summary>The answers to every test of such a key in the documents, as a text.</summary>
    public string Answers(AccessPrincipal principal, IEnumerable<PolicyDocument> documents)
    {
        var tests = documents.SelectMany(document => TestsOf(document)).ToList();
        if (tests.Count == 0)
            return string.Empty;
        var request = Probe(principal);
        return string.Concat(tests.Select(test => new ConditionExpression.Leaf(test.Operator, test.Key, test.Values, Inverted: false, []).Holds(request) switch { true => '1', false => '0', _ => '?' }));
    }

    /// <summary>Deny statements that leave only requests with the principal's own values; for keys that the documents test and use in no variable.</summary>
    public IEnumerable<string> Pins(AccessPrincipal principal, IReadOnlyCollection<PolicyDocument> documents)
    {
        var context = Probe(principal).Context;
        var mentioned = documents.SelectMany(document => document.Statements).SelectMany(statement => statement.KeysOf()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var key in Keys.Where(mentioned.Contains))
        {
            if (documents.Any(document => document.Text.Contains("${" + key, StringComparison.OrdinalIgnoreCase)))
                continue;
            var condition = context.Find(key) switch
            {
                null => new JsonObject { ["Null"] = new JsonObject { [key] = "false" } },
                { Knowledge: ContextKnowledge.Known, Values: [var value] } => new JsonObject { ["StringNotEquals"] = new JsonObject { [key] = value } },
                _ => null,
            };
            if (condition is not null)
                yield return new JsonObject { ["Effect"] = "Deny", ["Action"] = "*", ["Resource"] = "*", ["Condition"] = condition }.ToJsonString();
        }
    }

    /// <summary>The values themselves, for a request of this principal.</summary>
    public void AddTo(RequestContext.Builder context, AccessPrincipal principal)
    {
        var known = Probe(principal).Context;
        foreach (var key in Keys.Concat(Several))
        {
            if (known.Find(key) is { Knowledge: ContextKnowledge.Known } value)
                context.Add(key, value);
            else if (known.Find(key) is null)
                context.Add(key, ContextValue.Absent);
        }
    }

    private AuthorizationRequest Probe(AccessPrincipal principal) => view.Request(principal, "sts:DecodeAuthorizationMessage", new AccessTarget("*", principal.Account, null));

    private ImmutableArray<StatementCondition> TestsOf(PolicyDocument document)
    {
        if (_tests.TryGetValue(document.Text, out var known))
            return known;
        return _tests[document.Text] =
        [
            .. document.Statements.SelectMany(statement => statement.ConditionsOf())
                .Where(condition => Keys.Contains(condition.Key, StringComparer.OrdinalIgnoreCase) || Several.Contains(condition.Key, StringComparer.OrdinalIgnoreCase)),
        ];
    }
}
