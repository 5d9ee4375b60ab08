using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Benchmarks.Decisions;

/// <summary>A principal with one identity-based policy of 20 statements under four levels of service control policies, and its requests.</summary>
internal sealed record DecisionWorkload(PolicySet Policies, ImmutableArray<AuthorizationRequest> Requests)
{
    public static DecisionWorkload Read(string path)
    {
        var root = JsonNode.Parse(File.ReadAllText(path))!;
        var policies = new PolicySet
        {
            Identity = ReadPolicies(root["identityPolicies"]!, PolicyKind.Identity),
            ServiceControlPolicies =
            [
                .. root["serviceControlPolicies"]!.AsArray().Select(level => new PolicyLevel((string)level!["orgIdentifier"]!, ReadPolicies(level["policies"]!, PolicyKind.ServiceControlPolicy))),
            ],
        };
        return new DecisionWorkload(policies, [.. root["requests"]!.AsArray().Select(request => ReadRequest(request!))]);
    }

    private static ImmutableArray<AttachedPolicy> ReadPolicies(JsonNode policies, PolicyKind kind) =>
    [
        .. policies.AsArray().Select(policy => new AttachedPolicy(PolicyDocument.Parse(policy!["policy"]!.ToJsonString()).Document!, (string)policy["name"]!, kind)),
    ];

    private static AuthorizationRequest ReadRequest(JsonNode request)
    {
        var context = new RequestContext.Builder();
        foreach (var (key, value) in request["contextVariables"]!.AsObject())
            context.Add(key, (string)value!);
        var resource = request["resource"]!;
        return new AuthorizationRequest(
            Principal.FromArn((string)request["principal"]!)!, (string)request["action"]!, (string)resource["resource"]!, (string)resource["accountId"]!, context.Build());
    }
}
