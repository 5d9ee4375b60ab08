using System.Net;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>Subnets of VPCs.</summary>
internal static class Subnets
{
    public const string Type = "subnet";

    // EC2 keeps the first four addresses and the last of every subnet.
    private const int ReservedAddresses = 5;

    private static readonly ResourceFilter Filter = new(new(StringComparer.Ordinal)
    {
        ["subnet-id"] = subnet => [subnet.Text("SubnetId")],
        ["vpc-id"] = subnet => [subnet.Text("VpcId")],
        ["cidr-block"] = subnet => [subnet.Text("CidrBlock")],
        ["availability-zone"] = subnet => [subnet.Text("AvailabilityZone")],
        ["state"] = subnet => [subnet.Text("State")],
        ["default-for-az"] = subnet => [subnet.Text("DefaultForAz")],
        ["map-public-ip-on-launch"] = subnet => [subnet.Text("MapPublicIpOnLaunch")],
    });

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddEc2("CreateSubnet", CreateSubnet);
        registry.AddEc2("DeleteSubnet", DeleteSubnet);
        registry.AddEc2("DescribeSubnets", (call, input) => call.Describe(input, Type, "SubnetIds", "Subnets", Filter, NotFound));
        registry.AddEc2("ModifySubnetAttribute", ModifySubnetAttribute);
    }

    public static JsonObject Require(CallContext call, string id) => call.Table(Type).Find(id) ?? throw NotFound(id);

    private static AwsErrorException NotFound(string id) => new("InvalidSubnetID.NotFound", $"The subnet ID '{id}' does not exist", 400);

    private static JsonObject CreateSubnet(CallContext call, JsonObject input)
    {
        var vpc = Vpcs.Require(call, input.Text("VpcId"));
        var block = Cidr.Require(input.Text("CidrBlock") ?? throw Ec2Service.MissingParameter("cidrBlock"), "cidrBlock");
        if (block.PrefixLength is < 16 or > 28 || !Cidr.Covers(IPNetwork.Parse(vpc.RequiredText("CidrBlock")), block))
            throw new AwsErrorException("InvalidSubnet.Range", $"The CIDR '{block}' is invalid.", 400);
        if (call.Table(Type).List().Any(entry => entry.Value.Text("VpcId") == vpc.Text("VpcId") && Cidr.Overlaps(IPNetwork.Parse(entry.Value.RequiredText("CidrBlock")), block)))
            throw new AwsErrorException("InvalidSubnet.Conflict", $"The CIDR '{block}' conflicts with another subnet", 400);
        var zones = Regions.Zones(call.Region);
        var zone = input.Text("AvailabilityZone") ?? zones[0];
        if (!zones.Contains(zone))
            throw Ec2Service.InvalidParameterValue($"Value ({zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: {string.Join(", ", zones)}.");
        var id = call.NewId("subnet");
        var subnet = new JsonObject
        {
            ["SubnetId"] = id,
            ["SubnetArn"] = $"arn:aws:ec2:{call.Region}:{call.Account}:subnet/{id}",
            ["VpcId"] = vpc.Text("VpcId"),
            ["CidrBlock"] = block.ToString(),
            ["AvailabilityZone"] = zone,
            ["AvailabilityZoneId"] = Regions.ZoneId(zone),
            ["AvailableIpAddressCount"] = (1 << (32 - block.PrefixLength)) - ReservedAddresses,
            ["OwnerId"] = call.Account,
            ["State"] = "available",
            ["DefaultForAz"] = false,
            ["MapPublicIpOnLaunch"] = false,
            [StateLayout.Tags] = Ec2Tags.ForNew(input, "subnet"),
        };
        call.Table(Type).Put(id, subnet);
        return new JsonObject { ["Subnet"] = subnet.DeepClone() };
    }

    private static JsonObject DeleteSubnet(CallContext call, JsonObject input)
    {
        var id = Require(call, input.Text("SubnetId") ?? throw Ec2Service.MissingParameter("SubnetId")).RequiredText("SubnetId");
        if (call.Table(Instances.Type).List().Any(entry => entry.Value.Text("SubnetId") == id && !Instances.IsTerminated(entry.Value)))
            throw new AwsErrorException("DependencyViolation", $"The subnet '{id}' has dependencies and cannot be deleted.", 400);
        call.Table(Type).Remove(id);
        return [];
    }

    private static JsonObject ModifySubnetAttribute(CallContext call, JsonObject input)
    {
        var id = Require(call, input.Text("SubnetId") ?? throw Ec2Service.MissingParameter("SubnetId")).RequiredText("SubnetId");
        if (input.Structure("MapPublicIpOnLaunch")?.Flag("Value") is not { } value)
            throw Ec2Service.MissingParameter("MapPublicIpOnLaunch");
        call.Table(Type).Update(id, subnet => subnet["MapPublicIpOnLaunch"] = value);
        return [];
    }
}
