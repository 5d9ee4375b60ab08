using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>Rules of security groups: authorize, revoke, describe.</summary>
internal static class SecurityGroupRules
{
    // https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html: rules per group and direction.
    private const int MaximumRules = 60;

    private static readonly ResourceFilter Filter = new(new(StringComparer.Ordinal)
    {
        ["group-id"] = rule => [rule.Text("GroupId")],
        ["security-group-rule-id"] = rule => [rule.Text("SecurityGroupRuleId")],
    });

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddEc2("AuthorizeSecurityGroupIngress", (call, input) => Authorize(call, input, isEgress: false));
        registry.AddEc2("AuthorizeSecurityGroupEgress", (call, input) => Authorize(call, input, isEgress: true));
        registry.AddEc2("RevokeSecurityGroupIngress", (call, input) => Revoke(call, input, isEgress: false));
        registry.AddEc2("RevokeSecurityGroupEgress", (call, input) => Revoke(call, input, isEgress: true));
        registry.AddEc2("DescribeSecurityGroupRules", DescribeSecurityGroupRules);
    }

    private static JsonObject Authorize(CallContext call, JsonObject input, bool isEgress)
    {
        var group = SecurityGroups.Require(call, input);
        var existing = group.Structures(SecurityGroups.Rules).ToList();
        var known = existing.Select(IpPermissions.Identity).ToHashSet(StringComparer.Ordinal);
        var added = IpPermissions.FromInput(call, input, isEgress);
        foreach (var rule in added)
        {
            if (!known.Add(IpPermissions.Identity(rule)))
                throw new AwsErrorException("InvalidPermission.Duplicate", $"the specified rule \"{Describe(rule)}\" already exists", 400);
            rule["SecurityGroupRuleId"] = call.NewId("sgr");
        }
        if (existing.Count(rule => rule.Flag("IsEgress") == true == isEgress) + added.Count > MaximumRules)
            throw new AwsErrorException("RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached.", 400);
        call.Table(SecurityGroups.Type).Update(group.RequiredText("GroupId"), document => document[SecurityGroups.Rules] = existing.Concat(added).Select(rule => rule.DeepClone()).ToJsonArray());
        var output = Ec2Service.Return();
        output["SecurityGroupRules"] = added.Select(rule => (JsonNode?)Shown(group, rule)).ToJsonArray();
        return output;
    }

    // peer: 203.0.113.0/24, TCP, from port: 22, to port: 22, ALLOW
    private static string Describe(JsonObject rule)
    {
        var peer = rule.Text("CidrIpv4") ?? rule.Text("CidrIpv6") ?? rule.Text("PrefixListId") ?? rule.Structure("ReferencedGroupInfo")?.Text("GroupId");
        var protocol = rule.RequiredText("IpProtocol") is var name && name == "-1" ? "ALL" : name.ToUpperInvariant();
        return protocol == "ALL" ? $"peer: {peer}, ALL, ALLOW" : $"peer: {peer}, {protocol}, from port: {rule.Text("FromPort")}, to port: {rule.Text("ToPort")}, ALLOW";
    }

    private static JsonObject Revoke(CallContext call, JsonObject input, bool isEgress)
    {
        var group = SecurityGroups.Require(call, input);
        var existing = group.Structures(SecurityGroups.Rules).ToList();
        var revoked = new List<JsonObject>();
        if (input.Texts("SecurityGroupRuleIds") is { Count: > 0 } ids)
        {
            foreach (var id in ids)
            {
                revoked.Add(existing.FirstOrDefault(rule => rule.Text("SecurityGroupRuleId") == id && rule.Flag("IsEgress") == true == isEgress)
                    ?? throw new AwsErrorException("InvalidSecurityGroupRuleId.NotFound", $"The security group rule ID '{id}' does not exist", 400));
            }
        }
        else
        {
            foreach (var wanted in IpPermissions.FromInput(call, input, isEgress))
            {
                var identity = IpPermissions.Identity(wanted);
                revoked.Add(existing.FirstOrDefault(rule => IpPermissions.Identity(rule) == identity)
                    ?? throw new AwsErrorException("InvalidPermission.NotFound", "The specified rule does not exist in this security group.", 400));
            }
        }
        call.Table(SecurityGroups.Type).Update(group.RequiredText("GroupId"), document => document[SecurityGroups.Rules] = existing.Except(revoked).Select(rule => rule.DeepClone()).ToJsonArray());
        var output = Ec2Service.Return();
        output["RevokedSecurityGroupRules"] = revoked.Select(rule =>
        {
            var shown = rule.CopyMembers(new JsonObject { ["GroupId"] = group.Text("GroupId") }, "SecurityGroupRuleId", "IsEgress", "IpProtocol", "FromPort", "ToPort", "CidrIpv4", "CidrIpv6", "PrefixListId", "Description");
            if (rule.Structure("ReferencedGroupInfo")?.Text("GroupId") is { } referenced)
                shown["ReferencedGroupId"] = referenced;
            return (JsonNode?)shown;
        }).ToJsonArray();
        return output;
    }

    private static JsonObject Shown(JsonObject group, JsonObject rule)
    {
        var shown = rule.Copy();
        shown["GroupId"] = group.Text("GroupId");
        shown["GroupOwnerId"] = group.Text("OwnerId");
        return shown;
    }

    private static JsonObject DescribeSecurityGroupRules(CallContext call, JsonObject input)
    {
        var ids = input.Texts("SecurityGroupRuleIds");
        var rules = call.Table(SecurityGroups.Type).List().SelectMany(entry => entry.Value.Structures(SecurityGroups.Rules).Select(rule => Shown(entry.Value, rule)))
            .Where(rule => ids.Count == 0 || ids.Contains(rule.RequiredText("SecurityGroupRuleId")));
        var page = call.Page(Filter.Apply(rules, input), input.Text("NextToken"), input.Number("MaxResults"), 1000, "InvalidNextToken");
        return page.Answer(new JsonObject { ["SecurityGroupRules"] = page.Items.Select(rule => (JsonNode?)rule).ToJsonArray() });
    }
}
