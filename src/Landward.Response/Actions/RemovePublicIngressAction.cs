using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;
using Landward.Response.Resources;

namespace Landward.Response.Actions;

/// <summary>Revokes exactly those inbound rules of a security group that admit the whole internet.</summary>
internal sealed class RemovePublicIngressAction : ResponseAction
{
    public override string Id => "ec2-remove-public-ingress";

    public override ImmutableArray<string> Parameters => ["securityGroupId"];

    public override string ResourceType => SecurityGroupReader.TypeName;

    public override string ResourceParameter => "securityGroupId";

    public override IReadOnlyList<ActionCall> Changes(JsonObject document, ActionTarget target) =>
        PublicRules(document) is { Count: > 0 } rules ? [Call("RevokeSecurityGroupIngress", target, rules)] : [];

    public override JsonNode? Aspect(JsonObject document, ActionTarget target) => PublicRules(document);

    public override IReadOnlyList<ActionCall> Restore(JsonNode? before, JsonNode? now, ActionTarget target)
    {
        var there = (now as JsonArray ?? []).Select(CanonicalState.Text).ToHashSet(StringComparer.Ordinal);
        var missing = (before as JsonArray ?? []).Where(rule => !there.Contains(CanonicalState.Text(rule))).Select(rule => rule?.DeepClone()).ToArray();
        return missing.Length == 0 ? [] : [Call("AuthorizeSecurityGroupIngress", target, new JsonArray(missing))];
    }

    public override async Task<JsonObject> BlastRadiusAsync(AwsCall call, JsonObject document, ActionTarget target, CancellationToken cancellationToken) => new()
    {
        ["securityGroup"] = target["securityGroupId"],
        ["vpc"] = document["VpcId"]?.DeepClone(),
        ["publicRules"] = PublicRules(document),
        ["networkInterfaces"] = await FactAsync(async () =>
        {
            var filter = new JsonObject { ["Name"] = "group-id", ["Values"] = new JsonArray(target["securityGroupId"]) };
            var answer = await call("ec2", "DescribeNetworkInterfaces", new JsonObject { ["Filters"] = new JsonArray(filter) }, cancellationToken);
            return (answer["NetworkInterfaces"] as JsonArray ?? []).Count;
        }),
    };

    /// <summary>One permission for each public range, so that narrower ranges of the same rule stay.</summary>
    private static JsonArray PublicRules(JsonObject document)
    {
        var rules = new JsonArray();
        foreach (var permission in (document["IpPermissions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Collect(rules, permission, "IpRanges", "CidrIp", "0.0.0.0/0");
            Collect(rules, permission, "Ipv6Ranges", "CidrIpv6", "::/0");
        }
        return rules;
    }

    private static void Collect(JsonArray rules, JsonObject permission, string ranges, string member, string everybody)
    {
        foreach (var range in (permission[ranges] as JsonArray ?? []).OfType<JsonObject>().Where(range => Text(range, member) == everybody))
        {
            var rule = new JsonObject();
            foreach (var part in (ReadOnlySpan<string>)["IpProtocol", "FromPort", "ToPort"])
            {
                if (permission[part] is { } value)
                    rule[part] = value.DeepClone();
            }
            rule[ranges] = new JsonArray(range.DeepClone());
            rules.Add(rule);
        }
    }

    private static ActionCall Call(string operation, ActionTarget target, JsonArray rules) =>
        new("ec2", operation, new JsonObject { ["GroupId"] = target["securityGroupId"], ["IpPermissions"] = rules });
}
