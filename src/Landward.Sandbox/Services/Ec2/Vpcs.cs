using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>Virtual private clouds. A new account has none: landing zones delete the default ones.</summary>
internal static class Vpcs
{
    public const string Type = "vpc";

    private static readonly ResourceFilter Filter = new(new(StringComparer.Ordinal)
    {
        ["vpc-id"] = vpc => [vpc.Text("VpcId")],
        ["cidr"] = vpc => [vpc.Text("CidrBlock")],
        ["cidr-block"] = vpc => [vpc.Text("CidrBlock")],
        ["state"] = vpc => [vpc.Text("State")],
        ["owner-id"] = vpc => [vpc.Text("OwnerId")],
        ["is-default"] = vpc => [vpc.Text("IsDefault")],
        ["isDefault"] = vpc => [vpc.Text("IsDefault")],
    });

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddEc2("CreateVpc", CreateVpc);
        registry.AddEc2("DeleteVpc", DeleteVpc);
        registry.AddEc2("DescribeVpcs", (call, input) => call.Describe(input, Type, "VpcIds", "Vpcs", Filter, NotFound));
        registry.AddEc2("DescribeVpcAttribute", DescribeVpcAttribute);
        registry.AddEc2("ModifyVpcAttribute", ModifyVpcAttribute);
    }

    public static JsonObject Require(CallContext call, string? id) =>
        id is null ? throw Ec2Service.MissingParameter("VpcId") : call.Table(Type).Find(id) ?? throw NotFound(id);

    public static AwsErrorException NotFound(string id) => new("InvalidVpcID.NotFound", $"The vpc ID '{id}' does not exist", 400);

    private static JsonObject CreateVpc(CallContext call, JsonObject input)
    {
        var block = Cidr.Require(input.Text("CidrBlock") ?? throw Ec2Service.MissingParameter("cidrBlock"), "cidrBlock");
        if (block.PrefixLength is < 16 or > 28)
            throw new AwsErrorException("InvalidVpc.Range", $"The CIDR '{block}' is invalid.", 400);
        var id = call.NewId("vpc");
        var vpc = new JsonObject
        {
            ["VpcId"] = id,
            ["CidrBlock"] = block.ToString(),
            ["OwnerId"] = call.Account,
            ["State"] = "available",
            ["IsDefault"] = false,
            ["InstanceTenancy"] = input.Text("InstanceTenancy") ?? "default",
            ["DhcpOptionsId"] = "default",
            ["CidrBlockAssociationSet"] = new JsonArray(new JsonObject
            {
                ["AssociationId"] = call.NewId("vpc-cidr-assoc"),
                ["CidrBlock"] = block.ToString(),
                ["CidrBlockState"] = new JsonObject { ["State"] = "associated" },
            }),
            [StateLayout.Tags] = Ec2Tags.ForNew(input, "vpc"),
        };
        call.Table(Type).Put(id, vpc);
        SecurityGroups.CreateDefault(call, id);
        var shown = vpc.Copy();
        shown["State"] = "pending";
        return new JsonObject { ["Vpc"] = shown };
    }

    private static JsonObject DeleteVpc(CallContext call, JsonObject input)
    {
        var id = Require(call, input.Text("VpcId")).RequiredText("VpcId");
        var inside = call.Table(Subnets.Type).List().Concat(call.Table(SecurityGroups.Type).List().Where(group => group.Value.Text("GroupName") != "default"))
            .Any(entry => entry.Value.Text("VpcId") == id);
        if (inside)
            throw new AwsErrorException("DependencyViolation", $"The vpc '{id}' has dependencies and cannot be deleted.", 400);
        foreach (var (groupId, group) in call.Table(SecurityGroups.Type).List())
        {
            if (group.Text("VpcId") == id)
                call.Table(SecurityGroups.Type).Remove(groupId);
        }
        call.Table(Type).Remove(id);
        return [];
    }

    private static JsonObject DescribeVpcAttribute(CallContext call, JsonObject input)
    {
        var vpc = Require(call, input.Text("VpcId"));
        var output = new JsonObject { ["VpcId"] = vpc.Text("VpcId") };
        switch (input.Text("Attribute"))
        {
            case "enableDnsSupport":
                output["EnableDnsSupport"] = new JsonObject { ["Value"] = vpc.Flag("EnableDnsSupport") ?? true };
                return output;
            case "enableDnsHostnames":
                output["EnableDnsHostnames"] = new JsonObject { ["Value"] = vpc.Flag("EnableDnsHostnames") ?? false };
                return output;
            case var other:
                throw Ec2Service.InvalidParameterValue($"Value ({other}) for parameter attribute is invalid. Unknown attribute.");
        }
    }

    private static JsonObject ModifyVpcAttribute(CallContext call, JsonObject input)
    {
        var id = Require(call, input.Text("VpcId")).RequiredText("VpcId");
        call.Table(Type).Update(id, vpc =>
        {
            foreach (var attribute in (string[])["EnableDnsSupport", "EnableDnsHostnames"])
            {
                if (input.Structure(attribute)?.Flag("Value") is { } value)
                    vpc[attribute] = value;
            }
        });
        return [];
    }
}
