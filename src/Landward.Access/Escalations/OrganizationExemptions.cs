using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>
/// Organization policies often except principals by ARN or tag. Two principals with the same policies are judged alike when every
/// such condition comes out alike for both; the evaluator says how it comes out.
/// </summary>
internal sealed class OrganizationExemptions
{
    private readonly AccessView _view;
    private readonly ImmutableArray<PolicySet> _probes;

    // A policy variable inside a value or a resource cannot be probed without the statement around it.
    private readonly bool _everyoneDiffers;

    // What somebody becomes is excepted like the one it was.
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    public OrganizationExemptions(AccessView view, AccessSnapshot snapshot)
    {
        _view = view;
        var organization = snapshot.Organization;
        IEnumerable<OrganizationPolicy> policies = organization is null ? [] : organization.Units.SelectMany(unit => unit.Policies).Concat(organization.Accounts.SelectMany(account => account.Policies));
        var statements = policies.Select(policy => policy.Document).Distinct(StringComparer.Ordinal)
            .Select(text => PolicyDocument.Parse(text).Document).OfType<PolicyDocument>().SelectMany(document => document.Statements).ToList();
        var conditions = statements.SelectMany(statement => statement.ConditionsOf()).Where(condition => PolicyFacts.TellsApart(condition.Key)).ToList();
        _everyoneDiffers = statements.Any(statement => statement.KeysOf().Count(PolicyFacts.TellsApart) != statement.ConditionsOf().Count(condition => PolicyFacts.TellsApart(condition.Key)));
        _probes = [.. conditions.Select(Document).Distinct(StringComparer.Ordinal).Select(Probe).OfType<PolicySet>()];
    }

    public string SignatureOf(AccessPrincipal principal)
    {
        if (_everyoneDiffers)
            return principal.Arn;
        if (_probes.IsEmpty)
            return string.Empty;
        if (_known.TryGetValue(principal.Arn, out var known))
            return known;
        var request = _view.Request(principal, "iam:GetUser", new AccessTarget("*", principal.Account, null));
        var signature = new StringBuilder(_probes.Length);
        foreach (var probe in _probes)
        {
            var allowed = PolicyEvaluator.Decide(request, probe).IsAllowed;
            signature.Append(allowed ? '1' : PolicyEvaluator.DecideForCaller(request, probe).IsAllowed ? '?' : '0');
        }
        return _known[principal.Arn] = signature.ToString();
    }

    private static string Document(StatementCondition condition) => new JsonObject
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonObject
        {
            ["Effect"] = "Allow",
            ["Action"] = "*",
            ["Resource"] = "*",
            ["Condition"] = new JsonObject { [condition.Operator] = new JsonObject { [condition.Key] = new JsonArray([.. condition.Values.Select(value => (JsonNode)value)]) } },
        },
    }.ToJsonString();

    private static PolicySet? Probe(string text) =>
        PolicyDocument.Parse(text).Document is { } document ? new PolicySet { Identity = [new AttachedPolicy(document, "probe", PolicyKind.Identity)] } : null;
}
