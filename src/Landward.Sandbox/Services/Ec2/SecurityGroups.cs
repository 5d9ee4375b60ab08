using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>Security groups. Their documents hold one entry a rule in <see cref="Rules"/>; permissions are grouped from them.</summary>
internal static class SecurityGroups
{
    public const string Type = "security-group";

    /// <summary>List of rules: SecurityGroupRuleId, IsEgress, IpProtocol, FromPort, ToPort, one of CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo; Description.</summary>
    public const string Rules = "Rules";

    private static readonly ResourceFilter Filter = new(new(StringComparer.Ordinal)
    {
        ["group-id"] = group => [group.Text("GroupId")],
        ["group-name"] = group => [group.Text("GroupName")],
        ["vpc-id"] = group => [group.Text("VpcId")],
        ["description"] = group => [group.Text("Description")],
        ["owner-id"] = group => [group.Text("OwnerId")],
        ["ip-permission.cidr"] = group => Ingress(group).Select(rule => rule.Text("CidrIpv4")),
        ["ip-permission.ipv6-cidr"] = group => Ingress(group).Select(rule => rule.Text("CidrIpv6")),
        ["ip-permission.from-port"] = group => Ingress(group).Select(rule => rule.Text("FromPort")),
        ["ip-permission.to-port"] = group => Ingress(group).Select(rule => rule.Text("ToPort")),
        ["ip-permission.protocol"] = group => Ingress(group).Select(rule => rule.Text("IpProtocol")),
    });

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddEc2("CreateSecurityGroup", CreateSecurityGroup);
        registry.AddEc2("DeleteSecurityGroup", DeleteSecurityGroup);
        registry.AddEc2("DescribeSecurityGroups", DescribeSecurityGroups);
    }

    public static JsonObject Require(CallContext call, JsonObject input)
    {
        if (input.Text("GroupId") is { } id)
            return call.Table(Type).Find(id) ?? throw NotFound(id);
        var name = input.Text("GroupName") ?? throw Ec2Service.MissingParameter("groupName or groupId");
        return call.Table(Type).List().Select(entry => entry.Value).FirstOrDefault(group => group.Text("GroupName") == name) ?? throw NotFound(name);
    }

    public static AwsErrorException NotFound(string id) => new("InvalidGroup.NotFound", $"The security group '{id}' does not exist", 400);

    /// <summary>The group every VPC has: its members reach each other, and everything outside.</summary>
    public static void CreateDefault(CallContext call, string vpcId)
    {
        var group = New(call, vpcId, "default", "default VPC security group", []);
        var id = group.RequiredText("GroupId");
        group[Rules]!.AsArray().Add(new JsonObject
        {
            ["SecurityGroupRuleId"] = call.NewId("sgr"),
            ["IsEgress"] = false,
            ["IpProtocol"] = "-1",
            ["FromPort"] = -1,
            ["ToPort"] = -1,
            ["ReferencedGroupInfo"] = new JsonObject { ["GroupId"] = id, ["UserId"] = call.Account },
        });
        call.Table(Type).Put(id, group);
    }

    private static IEnumerable<JsonObject> Ingress(JsonObject group) => group.Structures(Rules).Where(rule => rule.Flag("IsEgress") != true);

    private static JsonObject New(CallContext call, string vpcId, string name, string description, JsonArray tags)
    {
        var id = call.NewId("sg");
        return new JsonObject
        {
            ["GroupId"] = id,
            ["GroupName"] = name,
            ["Description"] = description,
            ["VpcId"] = vpcId,
            ["OwnerId"] = call.Account,
            ["SecurityGroupArn"] = $"arn:aws:ec2:{call.Region}:{call.Account}:security-group/{id}",
            [StateLayout.Tags] = tags,
            [Rules] = new JsonArray(new JsonObject
            {
                ["SecurityGroupRuleId"] = call.NewId("sgr"),
                ["IsEgress"] = true,
                ["IpProtocol"] = "-1",
                ["FromPort"] = -1,
                ["ToPort"] = -1,
                ["CidrIpv4"] = "0.0.0.0/0",
            }),
        };
    }

    private static JsonObject CreateSecurityGroup(CallContext call, JsonObject input)
    {
        var name = input.Text("GroupName") ?? throw Ec2Service.MissingParameter("groupName");
        var description = input.Text("Description") ?? throw Ec2Service.MissingParameter("groupDescription");
        if (name.StartsWith("sg-", StringComparison.Ordinal) || name.Length is 0 or > 255)
            throw Ec2Service.InvalidParameterValue($"Value ({name}) for parameter groupName is invalid. Group names may not be in the format sg-*.");
        if (name == "default")
            throw new AwsErrorException("InvalidGroup.Reserved", "The security group 'default' is reserved", 400);
        var vpc = Vpcs.Require(call, input.Text("VpcId") ?? throw new AwsErrorException("VPCIdNotSpecified", "No default VPC for this user", 400));
        var vpcId = vpc.RequiredText("VpcId");
        if (call.Table(Type).List().Any(entry => entry.Value.Text("VpcId") == vpcId && entry.Value.Text("GroupName") == name))
            throw new AwsErrorException("InvalidGroup.Duplicate", $"The security group '{name}' already exists for VPC '{vpcId}'", 400);
        var group = New(call, vpcId, name, description, Ec2Tags.ForNew(input, "security-group"));
        call.Table(Type).Put(group.RequiredText("GroupId"), group);
        return group.CopyMembers(new JsonObject(), "GroupId", "SecurityGroupArn", StateLayout.Tags);
    }

    private static JsonObject DeleteSecurityGroup(CallContext call, JsonObject input)
    {
        var group = Require(call, input);
        var id = group.RequiredText("GroupId");
        if (group.Text("GroupName") == "default")
            throw new AwsErrorException("CannotDelete", $"the specified group: \"{id}\" name: \"default\" cannot be deleted by a user", 400);
        var referenced = call.Table(Type).List().Any(entry => entry.Key != id && entry.Value.Structures(Rules).Any(rule => rule.Structure("ReferencedGroupInfo")?.Text("GroupId") == id))
            || call.Table(Instances.Type).List().Any(entry => !Instances.IsTerminated(entry.Value) && entry.Value.Structures("SecurityGroups").Any(used => used.Text("GroupId") == id));
        if (referenced)
            throw new AwsErrorException("DependencyViolation", $"resource {id} has a dependent object", 400);
        call.Table(Type).Remove(id);
        return new JsonObject { ["Return"] = true, ["GroupId"] = id };
    }

    private static JsonObject DescribeSecurityGroups(CallContext call, JsonObject input)
    {
        var names = input.Texts("GroupNames");
        if (names.Count > 0)
        {
            var filters = input["Filters"] as JsonArray ?? [];
            input = input.Copy();
            input["Filters"] = filters.Select(filter => filter?.DeepClone()).Append(new JsonObject { ["Name"] = "group-name", ["Values"] = names.ToJsonArray() }).ToJsonArray();
        }
        return call.Describe(input, Type, "GroupIds", "SecurityGroups", Filter, NotFound, Shown);
    }

    private static JsonObject Shown(JsonObject group)
    {
        var shown = group.Copy();
        shown.Remove(Rules);
        shown["IpPermissions"] = IpPermissions.Group(group.Structures(Rules).Where(rule => rule.Flag("IsEgress") != true));
        shown["IpPermissionsEgress"] = IpPermissions.Group(group.Structures(Rules).Where(rule => rule.Flag("IsEgress") == true));
        return shown;
    }
}
