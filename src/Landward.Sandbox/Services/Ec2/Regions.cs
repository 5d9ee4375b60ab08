using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>Regions and availability zones.</summary>
internal static class Regions
{
    // The Regions enabled in every account (https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html).
    private static readonly string[] Default =
    [
        "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1",
        "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
    ];

    private static readonly string[] OptIn =
    [
        "af-south-1", "ap-east-1", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-7", "ca-west-1", "eu-central-2",
        "eu-south-1", "eu-south-2", "il-central-1", "me-central-1", "me-south-1", "mx-central-1",
    ];

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddEc2("DescribeRegions", DescribeRegions);
        registry.AddEc2("DescribeAvailabilityZones", DescribeAvailabilityZones);
    }

    /// <summary>The names of the Region's zones.</summary>
    public static IReadOnlyList<string> Zones(string region) => [region + "a", region + "b", region + "c"];

    private static JsonObject DescribeRegions(CallContext call, JsonObject input)
    {
        var named = input.Texts("RegionNames");
        foreach (var name in named)
        {
            if (!Default.Contains(name, StringComparer.Ordinal) && !OptIn.Contains(name, StringComparer.Ordinal))
                throw Ec2Service.InvalidParameterValue($"Invalid region provided: {name}");
        }
        var all = Default.Concat(input.Flag("AllRegions") == true || named.Count > 0 ? OptIn : [])
            .Where(name => named.Count == 0 || named.Contains(name))
            .Order(StringComparer.Ordinal)
            .Select(name => new JsonObject
            {
                ["RegionName"] = name,
                ["Endpoint"] = $"ec2.{name}.amazonaws.com",
                ["OptInStatus"] = Default.Contains(name, StringComparer.Ordinal) ? "opt-in-not-required" : "not-opted-in",
            });
        var filter = new ResourceFilter(new(StringComparer.Ordinal)
        {
            ["region-name"] = region => [region.Text("RegionName")],
            ["endpoint"] = region => [region.Text("Endpoint")],
            ["opt-in-status"] = region => [region.Text("OptInStatus")],
        });
        return new JsonObject { ["Regions"] = filter.Apply(all, input).Select(region => (JsonNode?)region).ToJsonArray() };
    }

    private static JsonObject DescribeAvailabilityZones(CallContext call, JsonObject input)
    {
        var zones = Zones(call.Region).Select((name, index) => new JsonObject
        {
            ["State"] = "available",
            ["OptInStatus"] = "opt-in-not-required",
            ["RegionName"] = call.Region,
            ["ZoneName"] = name,
            ["ZoneId"] = ZoneId(name),
            ["GroupName"] = call.Region + "-zg-1",
            ["NetworkBorderGroup"] = call.Region,
            ["ZoneType"] = "availability-zone",
        });
        var filter = new ResourceFilter(new(StringComparer.Ordinal)
        {
            ["zone-name"] = zone => [zone.Text("ZoneName")],
            ["zone-id"] = zone => [zone.Text("ZoneId")],
            ["state"] = zone => [zone.Text("State")],
            ["region-name"] = zone => [zone.Text("RegionName")],
            ["zone-type"] = zone => [zone.Text("ZoneType")],
            ["opt-in-status"] = zone => [zone.Text("OptInStatus")],
        });
        var named = input.Texts("ZoneNames");
        return new JsonObject
        {
            ["AvailabilityZones"] = filter.Apply(zones, input).Where(zone => named.Count == 0 || named.Contains(zone.RequiredText("ZoneName"))).Select(zone => (JsonNode?)zone).ToJsonArray(),
        };
    }

    /// <summary>The zone's id, such as <c>euw1-az1</c> of eu-west-1a.</summary>
    public static string ZoneId(string zone)
    {
        var parts = zone[..^1].Split('-');
        var direction = parts[1] switch
        {
            "north" => "n",
            "south" => "s",
            "east" => "e",
            "west" => "w",
            "central" => "c",
            "northeast" => "ne",
            "northwest" => "nw",
            "southeast" => "se",
            "southwest" => "sw",
            var other => other,
        };
        return $"{parts[0]}{direction}{parts[^1]}-az{zone[^1] - 'a' + 1}";
    }
}
