using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>Asks the evaluator about single elements of statements. Thread-safe.</summary>
internal static class ConditionProbe
{
    private const int MaxRemembered = 20_000;
    private const string Resource = "arn:aws:s3:::probe";

    private static readonly ConcurrentDictionary<string, AttachedPolicy> Policies = new(StringComparer.Ordinal);

    /// <summary>Does this one condition hold in this context?</summary>
    public static bool Holds(string? version, string op, string key, ImmutableArray<string> values, RequestContext context)
    {
        var policy = Remember(
            $"{version}\n{op}\n{key}\n{string.Join('\n', values)}",
            () => new JsonObject
            {
                ["Effect"] = "Allow",
                ["Principal"] = "*",
                ["Action"] = "*",
                ["Resource"] = "*",
                ["Condition"] = new JsonObject { [op] = new JsonObject { [key] = PolicyTexts.Array(values) } },
            },
            version);
        return Allows(policy, Principal.Anonymous, context, Resource);
    }

    /// <summary>Does a Principal element with this one value name the caller?</summary>
    public static bool Names(string type, string value, Caller caller)
    {
        var policy = Remember(
            $"principal\n{type}\n{value}",
            () => PolicyTexts.Statement("Allow", type == "AWS" && value == "*" ? GrantSources.Signed() : new JsonObject { [type] = value }, ["*"], ["*"]),
            "2012-10-17");
        return Allows(policy, caller.Principal, RequestContext.Empty, Resource);
    }

    /// <summary>Does the request match the principal and resource of a statement, its action and conditions aside?</summary>
    public static bool Speaks(AttachedPolicy bare, Caller caller, string resource, RequestContext context) => Allows(bare, caller.Principal, context, resource);

    private static bool Allows(AttachedPolicy policy, Principal principal, RequestContext context, string resource) =>
        PolicyEvaluator.Evaluate(
            new AuthorizationRequest(principal, "probe:Probe", resource, "000000000000", context),
            new PolicySet { Resource = policy, Identity = [PolicyTexts.AllowAll] }).IsAllowed;

    private static AttachedPolicy Remember(string key, Func<JsonObject> statement, string? version)
    {
        if (Policies.TryGetValue(key, out var known))
            return known;
        var document = new JsonObject();
        if (version is not null)
            document["Version"] = version;
        document["Statement"] = new JsonArray(statement());
        var made = PolicyTexts.Attached(document.ToJsonString(), "probe", PolicyKind.Resource);
        if (Policies.Count < MaxRemembered)
            Policies[key] = made;
        return made;
    }
}
