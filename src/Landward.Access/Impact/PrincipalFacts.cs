using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>
/// The condition keys whose values follow from who asks. Policies that test them tell principals apart; within a class every such test
/// has one answer.
/// </summary>
internal sealed class PrincipalFacts(AccessView view)
{
    // Not aws:userid: the name of a role's session is the caller's to choose. Not aws:PrincipalTag: session tags may override a role's.
    private static readonly string[] Keys =
    [
        "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalType", "aws:username", "aws:PrincipalIsAWSService",
        "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList",
    ];

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

    /// <summary>
    /// The scope of a question about the principal's class. A key that a policy variable uses is left open, because its value differs
    /// from member to member: what is proved then holds for any value.
    /// </summary>
    public AccessScope ScopeOf(AccessPrincipal principal, IReadOnlyCollection<PolicyDocument> documents)
    {
        var request = Probe(principal);
        return new AccessScope
        {
            Callers = [principal.Principal],
            CallersInManagementAccount = request.PrincipalInManagementAccount,
            KnownContext = _ => request.Context,
            KnownKeys = [.. Keys.Where(key => !documents.Any(document => document.Text.Contains("${" + key, StringComparison.OrdinalIgnoreCase)))],
        };
    }

    private AuthorizationRequest Probe(AccessPrincipal principal) => view.Request(principal, "sts:DecodeAuthorizationMessage", new AccessTarget("*", principal.Account, null));

    private ImmutableArray<StatementCondition> TestsOf(PolicyDocument document)
    {
        if (_tests.TryGetValue(document.Text, out var known))
            return known;
        return _tests[document.Text] =
        [
            .. document.Statements.SelectMany(statement => statement.ConditionsOf()).Where(condition => Keys.Contains(condition.Key, StringComparer.OrdinalIgnoreCase)),
        ];
    }
}
