using System.Collections.Immutable;
using System.Text.Json;
using Landward.Policy;
using Landward.Policy.Conditions;

namespace Landward.Conformance.Tests;

/// <summary>Runs one case of <c>iam.jsonl</c>.</summary>
internal static class IamCase
{
    public static string GroupOf(JsonElement line)
    {
        var kind = line.GetProperty("kind").GetString()!;
        return kind == "decision" ? $"{kind}/{line.GetProperty("mode").GetString()}" : kind;
    }

    /// <summary>What is wrong; null when Landward gives the expected answer.</summary>
    public static string? Run(JsonElement line)
    {
        try
        {
            return RunKind(line);
        }
        catch (InvalidDataException error)
        {
            return error.Message;
        }
    }

    private static string? RunKind(JsonElement line) => GroupOf(line) switch
    {
        "decision/strict" => RunDecision(line),
        "decision/discovery" => RunDiscovery(line),
        "resource-pattern-decision" => RunResourcePatterns(line),
        "operator" => Compare(line.GetProperty("expected").GetProperty("matches").GetBoolean(), RunOperator(line)),
        "condition" => Compare(line.GetProperty("expected").GetProperty("matches").GetBoolean(), RunConditions(line)),
        "condition-block" => Compare(line.GetProperty("expected").GetProperty("matches").GetString() == "Match", RunConditions(line)),
        var group => $"{group} is not supported",
    };

    private static string? Compare<T>(T expected, T actual) => Equals(expected, actual) ? null : $"expected {expected}, was {actual}";

    private static bool RunOperator(JsonElement line)
    {
        // The case file misspells one operator.
        var name = line.GetProperty("operator").GetString()!.Replace("GreaterEqualsThan", "GreaterThanEquals", StringComparison.Ordinal);
        const string Key = "case:TestedKey";
        var context = ReadContext(line.GetProperty("context")).Add(Key, line.GetProperty("testValue").GetString()!).Build();
        return new Condition(new ConditionSource(name, Key, Strings(line.GetProperty("policyValues"))), variables: true).Evaluate(context) == Truth.True;
    }

    private static bool RunConditions(JsonElement line)
    {
        var sources = line.GetProperty("conditions").EnumerateArray().Select(condition => new ConditionSource(
            condition.GetProperty("op").GetString()!,
            condition.GetProperty("key").GetString()!,
            Strings(condition.GetProperty("values"))));
        return new ConditionBlock([.. sources], variables: true).Evaluate(ReadContext(line.GetProperty("context")).Build()) == Truth.True;
    }

    private static string? RunDecision(JsonElement line)
    {
        var policies = ReadPolicies(line);
        var request = ReadRequest(line.GetProperty("request"), null);
        return Compare(line.GetProperty("expected"), PolicyEvaluator.Evaluate(request, policies));
    }

    private static string? RunDiscovery(JsonElement line)
    {
        var constraints = ReadConstraints(line);
        var result = PolicyEvaluator.EvaluateResidual(ReadRequest(line.GetProperty("request"), constraints), ReadPolicies(line));
        var expected = line.GetProperty("expected");
        return Compare(expected, result.Decision) ?? IamResidual.Compare(expected, result);
    }

    private static string? RunResourcePatterns(JsonElement line)
    {
        var constraints = line.TryGetProperty("options", out var options) && options.TryGetProperty("simulationMode", out var mode) && mode.GetString() == "Discovery" ? ReadConstraints(options) : null;
        var request = ReadRequest(line.GetProperty("request"), constraints);
        var types = IamFacts.Current.ResourceTypesOf(request.Action);
        var policies = ReadPolicies(line);
        var result = constraints is null ? ResourcePatternEvaluator.Evaluate(request, policies, types) : ResourcePatternEvaluator.EvaluateResidual(request, policies, types);
        return IamPatterns.Compare(line.GetProperty("expected"), result);
    }

    private static string? Compare(JsonElement expected, Decision decision)
    {
        var actual = decision switch
        {
            Decision.Allowed => "Allowed",
            Decision.ExplicitDeny => "ExplicitlyDenied",
            _ => "ImplicitlyDenied",
        };
        if (expected.GetProperty("decision").GetString() != actual)
            return $"expected {expected.GetProperty("decision")}, was {actual} ({string.Join(", ", decision.Blocking.Select(gate => gate.Gate))})";
        if (!expected.TryGetProperty("blockedBy", out var blockedBy))
            return null;
        var expectedGates = string.Join(",", Strings(blockedBy).Order(StringComparer.Ordinal));
        // The recorded lists leave out a grant that is merely missing: identity and resource stand there for explicit denies only.
        var blocking = decision.Blocking.Where(gate => gate.Outcome == GateOutcome.ExplicitDeny || gate.Gate is not (PolicyGate.Identity or PolicyGate.Resource or PolicyGate.ServiceRule));
        var actualGates = string.Join(",", blocking.Select(gate => GateName(gate.Gate)).Order(StringComparer.Ordinal));
        return expectedGates == actualGates ? null : $"expected blocked by {expectedGates}, was {actualGates}";
    }

    private static string GateName(PolicyGate gate) => gate switch
    {
        PolicyGate.ServiceControlPolicy => "scp",
        PolicyGate.ResourceControlPolicy => "rcp",
        PolicyGate.VpcEndpoint => "vpce",
        PolicyGate.PermissionsBoundary => "pb",
        PolicyGate.Resource => "resource",
        PolicyGate.Identity => "identity",
        PolicyGate.Session => "session",
        _ => "service",
    };

    // Without a list every key is unknown.
    private static ContextKeyConstraint[] ReadConstraints(JsonElement holder) =>
        !holder.TryGetProperty("discoveryContextKeyConstraints", out var constraints) ? [] :
        [
            .. constraints.EnumerateArray().Select(constraint => new ContextKeyConstraint(
                constraint.GetProperty("keyName").GetString()!,
                constraint.GetProperty("presenceIsKnown").GetBoolean(),
                constraint.GetProperty("valueIsKnown").GetBoolean())),
        ];

    /// <param name="constraints">What is known of the context in discovery mode; null in strict mode, where all of it is.</param>
    private static AuthorizationRequest ReadRequest(JsonElement request, ContextKeyConstraint[]? constraints)
    {
        var resource = request.GetProperty("resource");
        var wildcardOnly = request.TryGetProperty("wildcardOnlyAction", out var flag) && flag.GetBoolean();
        var principal = ReadPrincipal(request.GetProperty("principal"));
        var context = ReadContext(request.GetProperty("context"));
        return new AuthorizationRequest(
            constraints is null ? principal : principal with { SessionNameIsUnknown = true },
            request.GetProperty("action").GetString()!,
            resource.GetProperty("resource").GetString()!,
            resource.GetProperty("accountId").GetString(),
            (constraints is null ? context : context.Constrain(constraints)).Build(),
            anyResource: !wildcardOnly);
    }

    private static Principal ReadPrincipal(JsonElement principal)
    {
        if (principal.ValueKind == JsonValueKind.Object)
            return Principal.Anonymous;
        var text = principal.GetString()!;
        return Principal.FromArn(text) ?? (text.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? Principal.Service(text) : Principal.Federated(text));
    }

    private static RequestContext.Builder ReadContext(JsonElement context)
    {
        var builder = new RequestContext.Builder();
        foreach (var key in context.EnumerateObject())
        {
            if (key.Value.ValueKind == JsonValueKind.Array)
                builder.AddMany(key.Name, Strings(key.Value));
            else
                builder.Add(key.Name, key.Value.ToString());
        }
        return builder;
    }

    private static PolicySet ReadPolicies(JsonElement line) => new()
    {
        Identity = ReadList(line.GetProperty("identityPolicies"), PolicyKind.Identity),
        Session = ReadList(line.GetProperty("sessionPolicy"), PolicyKind.Session),
        PermissionsBoundary = ReadList(line.GetProperty("permissionBoundaries"), PolicyKind.PermissionsBoundary),
        ServiceControlPolicies = ReadLevels(line.GetProperty("scps"), PolicyKind.ServiceControlPolicy),
        ResourceControlPolicies = ReadLevels(line.GetProperty("rcps"), PolicyKind.ResourceControlPolicy),
        Resource = ReadList(line.GetProperty("resourcePolicy"), PolicyKind.Resource).FirstOrDefault(),
        VpcEndpoint = ReadList(line.GetProperty("vpcEndpointPolicies"), PolicyKind.VpcEndpoint),
    };

    private static ImmutableArray<PolicyLevel> ReadLevels(JsonElement levels, PolicyKind kind) =>
        [.. levels.EnumerateArray().Select(level => new PolicyLevel(level.GetProperty("target").GetString()!, ReadList(level.GetProperty("policies"), kind)))];

    private static ImmutableArray<AttachedPolicy> ReadList(JsonElement policies, PolicyKind kind) => policies.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Array => [.. policies.EnumerateArray().SelectMany(policy => ReadList(policy, kind))],
        _ => [new AttachedPolicy(PolicyDocument.Parse(policies.GetRawText()).Document ?? throw new InvalidDataException("a policy of the case does not parse"), kind.ToString(), kind)],
    };

    private static ImmutableArray<string> Strings(JsonElement values) =>
        values.ValueKind == JsonValueKind.Array ? [.. values.EnumerateArray().Select(value => value.ToString())] : [values.ToString()];
}
