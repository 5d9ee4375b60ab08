using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>EBS volumes: what snapshots are made of. They hold no blocks and are attached to nothing.</summary>
internal static class Volumes
{
    public const string Type = "volume";

    private const int LargestSize = 65_536;

    private static readonly ResourceFilter Filter = new(new(StringComparer.Ordinal)
    {
        ["volume-id"] = volume => [volume.Text("VolumeId")],
        ["availability-zone"] = volume => [volume.Text("AvailabilityZone")],
        ["encrypted"] = volume => [volume.Text("Encrypted")],
        ["size"] = volume => [volume.Text("Size")],
        ["snapshot-id"] = volume => [volume.Text("SnapshotId")],
        ["status"] = volume => [volume.Text("State")],
        ["volume-type"] = volume => [volume.Text("VolumeType")],
    });

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddEc2("CreateVolume", CreateVolume);
        registry.AddEc2("DescribeVolumes", (call, input) => call.Describe(input, Type, "VolumeIds", "Volumes", Filter, NotFound));
        registry.AddEc2("DeleteVolume", DeleteVolume);
    }

    public static AwsErrorException NotFound(string id) => new("InvalidVolume.NotFound", $"The volume '{id}' does not exist.", 400);

    private static JsonObject CreateVolume(CallContext call, JsonObject input)
    {
        var zone = input.Text("AvailabilityZone") ?? throw Ec2Service.MissingParameter("AvailabilityZone");
        if (!zone.StartsWith(call.Region, StringComparison.Ordinal) || zone.Length != call.Region.Length + 1)
            throw new AwsErrorException("InvalidZone.NotFound", $"The zone '{zone}' does not exist.", 400);
        var source = input.Text("SnapshotId") is { } id ? Snapshots.RequireOpen(call, id) : null;
        var size = input.Number("Size") ?? source?.Number("VolumeSize") ?? throw Ec2Service.MissingParameter("size/snapshot");
        if (size < 1 || size > LargestSize || size < source?.Number("VolumeSize"))
            throw Ec2Service.InvalidParameterValue($"Volume size {size} is not valid: it is less than its snapshot's, or not between 1 and {LargestSize} GiB.");
        var defaults = call.Table(AccountDefaults.Type).Find(AccountDefaults.Type);
        var volume = new JsonObject
        {
            ["VolumeId"] = call.NewId("vol"),
            ["AvailabilityZone"] = zone,
            ["Size"] = size,
            ["VolumeType"] = input.Text("VolumeType") ?? "gp2",
            ["State"] = "available",
            ["CreateTime"] = call.Now.Timestamp(),
            ["Encrypted"] = input.Flag("Encrypted") == true || source?.Flag("Encrypted") == true || defaults?.Flag(AccountDefaults.EbsEncryptionByDefault) == true,
            [StateLayout.Tags] = Ec2Tags.ForNew(input, Type),
        };
        input.CopyMembers(volume, "KmsKeyId", "Iops", "Throughput", "SnapshotId");
        call.Table(Type).Put(volume.RequiredText("VolumeId"), volume);
        return volume.Copy();
    }

    private static JsonObject DeleteVolume(CallContext call, JsonObject input)
    {
        var id = input.RequiredText("VolumeId");
        return call.Table(Type).Remove(id) ? [] : throw NotFound(id);
    }
}
