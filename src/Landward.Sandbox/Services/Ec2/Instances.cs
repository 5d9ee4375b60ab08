using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>Instances: they start, stop and end at once; terminated ones are shown for an hour.</summary>
internal static class Instances
{
    public const string Type = "instance";

    private static readonly TimeSpan ShownAfterTermination = TimeSpan.FromHours(1);

    private static readonly ResourceFilter Filter = new(new(StringComparer.Ordinal)
    {
        ["instance-id"] = instance => [instance.Text("InstanceId")],
        ["instance-state-name"] = instance => [State(instance)],
        ["instance-state-code"] = instance => [instance.Structure("State")?.Text("Code")],
        ["instance-type"] = instance => [instance.Text("InstanceType")],
        ["image-id"] = instance => [instance.Text("ImageId")],
        ["vpc-id"] = instance => [instance.Text("VpcId")],
        ["subnet-id"] = instance => [instance.Text("SubnetId")],
        ["instance.group-id"] = instance => instance.Structures("SecurityGroups").Select(group => group.Text("GroupId")),
        ["availability-zone"] = instance => [instance.Structure("Placement")?.Text("AvailabilityZone")],
    });

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddEc2("RunInstances", RunInstances);
        registry.AddEc2("DescribeInstances", DescribeInstances);
        registry.AddEc2("TerminateInstances", (call, input) => Change(call, input, "TerminatingInstances", "terminated"));
        registry.AddEc2("StopInstances", (call, input) => Change(call, input, "StoppingInstances", "stopped"));
        registry.AddEc2("StartInstances", (call, input) => Change(call, input, "StartingInstances", "running"));
        registry.AddEc2("ModifyInstanceMetadataOptions", ModifyInstanceMetadataOptions);
    }

    public static bool IsTerminated(JsonObject instance) => State(instance) == "terminated";

    private static string? State(JsonObject instance) => instance.Structure("State")?.Text("Name");

    private static JsonObject StateOf(string name) => new()
    {
        ["Name"] = name,
        ["Code"] = name switch { "pending" => 0, "running" => 16, "shutting-down" => 32, "terminated" => 48, "stopping" => 64, _ => 80 },
    };

    private static JsonObject RunInstances(CallContext call, JsonObject input)
    {
        var (minimum, maximum) = (input.Number("MinCount") ?? throw Ec2Service.MissingParameter("MinCount"), input.Number("MaxCount") ?? throw Ec2Service.MissingParameter("MaxCount"));
        if (minimum < 1 || maximum < minimum || maximum > 100)
            throw Ec2Service.InvalidParameterValue($"Invalid value '{minimum}:{maximum}' for instanceCount.");
        var image = input.Text("ImageId") ?? throw Ec2Service.MissingParameter("ImageId");
        if (!image.StartsWith("ami-", StringComparison.Ordinal))
            throw new AwsErrorException("InvalidAMIID.Malformed", $"Invalid id: \"{image}\" (expecting \"ami-...\")", 400);
        if (input.Text("SubnetId") is null)
            throw new AwsErrorException("VPCIdNotSpecified", "No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.", 400);
        var subnet = Subnets.Require(call, input.RequiredText("SubnetId"));
        var groups = Groups(call, input, subnet);
        var reservation = "r-0" + call.Ids.HexDigits(16);
        var network = IPNetwork.Parse(subnet.RequiredText("CidrBlock"));
        var first = call.Table(Type).List().Count(entry => entry.Value.Text("SubnetId") == subnet.Text("SubnetId")) + 4;
        var instances = new JsonArray();
        for (var index = 0; index < maximum; index++)
        {
            var id = call.NewId("i");
            var instance = new JsonObject
            {
                ["InstanceId"] = id,
                ["ReservationId"] = reservation,
                ["ImageId"] = image,
                ["InstanceType"] = input.Text("InstanceType") ?? "m1.small",
                ["State"] = StateOf("running"),
                ["SubnetId"] = subnet.Text("SubnetId"),
                ["VpcId"] = subnet.Text("VpcId"),
                ["PrivateIpAddress"] = Address(network, first + index),
                ["Placement"] = new JsonObject { ["AvailabilityZone"] = subnet.Text("AvailabilityZone"), ["Tenancy"] = "default" },
                ["LaunchTime"] = call.Now.Timestamp(),
                ["AmiLaunchIndex"] = index,
                ["Architecture"] = "x86_64",
                ["RootDeviceType"] = "ebs",
                ["Monitoring"] = new JsonObject { ["State"] = input.Structure("Monitoring")?.Flag("Enabled") == true ? "enabled" : "disabled" },
                ["SecurityGroups"] = groups.DeepClone(),
                ["MetadataOptions"] = MetadataOptions(call, input.Structure("MetadataOptions") ?? []),
                [StateLayout.Tags] = Ec2Tags.ForNew(input, "instance"),
            };
            input.CopyMembers(instance, "KeyName", "ClientToken");
            if (input.Structure("IamInstanceProfile") is { } profile)
                instance["IamInstanceProfile"] = new JsonObject { ["Arn"] = profile.Text("Arn") ?? $"arn:aws:iam::{call.Account}:instance-profile/{profile.Text("Name")}" };
            call.Table(Type).Put(id, instance);
            var shown = Shown(instance);
            shown["State"] = StateOf("pending");
            instances.Add(shown);
        }
        return new JsonObject { ["ReservationId"] = reservation, ["OwnerId"] = call.Account, ["Instances"] = instances };
    }

    private static JsonArray Groups(CallContext call, JsonObject input, JsonObject subnet)
    {
        var vpc = subnet.Text("VpcId");
        var all = call.Table(SecurityGroups.Type).List().Select(entry => entry.Value).Where(group => group.Text("VpcId") == vpc).ToList();
        var ids = input.Texts("SecurityGroupIds");
        var chosen = ids.Count == 0 ? all.Where(group => group.Text("GroupName") == "default")
            : ids.Select(id => all.Find(group => group.Text("GroupId") == id) ?? throw SecurityGroups.NotFound(id));
        return chosen.Select(group => (JsonNode?)group.CopyMembers(new JsonObject(), "GroupId", "GroupName")).ToJsonArray();
    }

    private static string Address(IPNetwork network, int offset)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        for (var index = bytes.Length - 1; index >= 0 && offset > 0; index--)
        {
            offset += bytes[index];
            bytes[index] = (byte)offset;
            offset >>= 8;
        }
        return new IPAddress(bytes).ToString();
    }

    // What the launch leaves open comes from the account's defaults, then from EC2's.
    private static JsonObject MetadataOptions(CallContext call, JsonObject asked)
    {
        var defaults = AccountDefaults.InstanceMetadata(call);
        string Choose(string member, string otherwise) => asked.Text(member) ?? defaults.Text(member) ?? otherwise;
        return new JsonObject
        {
            ["State"] = "applied",
            ["HttpTokens"] = Choose("HttpTokens", "optional"),
            ["HttpPutResponseHopLimit"] = int.Parse(Choose("HttpPutResponseHopLimit", "1"), CultureInfo.InvariantCulture),
            ["HttpEndpoint"] = Choose("HttpEndpoint", "enabled"),
            ["InstanceMetadataTags"] = Choose("InstanceMetadataTags", "disabled"),
        };
    }

    private static JsonObject DescribeInstances(CallContext call, JsonObject input)
    {
        foreach (var (id, instance) in call.Table(Type).List())
        {
            if (instance.Time("TerminatedAt") is { } ended && call.Now - ended > ShownAfterTermination)
                call.Table(Type).Remove(id);
        }
        var output = call.Describe(input, Type, "InstanceIds", "Instances", Filter, NotFound);
        var reservations = output.Structures("Instances").GroupBy(instance => instance.Text("ReservationId"), StringComparer.Ordinal).Select(group => (JsonNode?)new JsonObject
        {
            ["ReservationId"] = group.Key,
            ["OwnerId"] = call.Account,
            ["Groups"] = new JsonArray(),
            ["Instances"] = group.Select(instance => (JsonNode?)Shown(instance)).ToJsonArray(),
        }).ToJsonArray();
        output.Remove("Instances");
        output["Reservations"] = reservations;
        return output;
    }

    private static AwsErrorException NotFound(string id) => new("InvalidInstanceID.NotFound", $"The instance ID '{id}' does not exist", 400);

    private static JsonObject Shown(JsonObject instance)
    {
        var shown = instance.Copy();
        shown.Remove("ReservationId");
        shown.Remove("TerminatedAt");
        return shown;
    }

    private static JsonObject Change(CallContext call, JsonObject input, string outputMember, string state)
    {
        var changed = new JsonArray();
        foreach (var id in input.Texts("InstanceIds"))
        {
            var instance = call.Table(Type).Find(id) ?? throw NotFound(id);
            if (IsTerminated(instance) && state != "terminated")
                throw new AwsErrorException("IncorrectInstanceState", $"The instance '{id}' is not in a state from which it can be changed.", 400);
            changed.Add(new JsonObject { ["InstanceId"] = id, ["CurrentState"] = StateOf(state), ["PreviousState"] = instance["State"]!.DeepClone() });
            call.Table(Type).Update(id, document =>
            {
                document["State"] = StateOf(state);
                if (state == "terminated")
                    document["TerminatedAt"] ??= call.Now.Timestamp();
            });
        }
        return new JsonObject { [outputMember] = changed };
    }

    private static JsonObject ModifyInstanceMetadataOptions(CallContext call, JsonObject input)
    {
        var id = input.Text("InstanceId") ?? throw Ec2Service.MissingParameter("InstanceId");
        if (!call.Table(Type).Contains(id))
            throw NotFound(id);
        var updated = call.Table(Type).Update(id, document =>
            input.CopyMembers((JsonObject)document["MetadataOptions"]!, "HttpTokens", "HttpPutResponseHopLimit", "HttpEndpoint", "InstanceMetadataTags"));
        return new JsonObject { ["InstanceId"] = id, ["InstanceMetadataOptions"] = updated["MetadataOptions"]!.DeepClone() };
    }
}
