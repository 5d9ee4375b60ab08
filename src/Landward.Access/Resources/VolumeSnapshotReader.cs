using System.Text.Json.Nodes;
using Landward.Aws;

namespace Landward.Access.Resources;

/// <summary>EBS snapshots with the accounts they are shared with.</summary>
internal static class VolumeSnapshotReader
{
    private const string Type = "AWS::EC2::Snapshot";

    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        var snapshots = await reading.ListAsync("ec2", "DescribeSnapshots", new JsonObject { ["OwnerIds"] = new JsonArray("self") }, "Snapshots", cancellationToken);
        if (snapshots.Count == 0)
            return;
        var blocked = await IsPublicSharingBlockedAsync(reading, cancellationToken);
        await reading.EachAsync(snapshots, (snapshot, cancel) => ReadSnapshotAsync(reading, (string)snapshot["SnapshotId"]!, blocked, cancel), cancellationToken);
    }

    private static async Task ReadSnapshotAsync(ResourceReading reading, string id, bool publicSharingBlocked, CancellationToken cancellationToken)
    {
        var arn = $"arn:{reading.Partition}:ec2:{reading.Region}:{reading.Account}:snapshot/{id}";
        var input = new JsonObject { ["SnapshotId"] = id, ["Attribute"] = "createVolumePermission" };
        var answer = await reading.PartAsync("ec2", "DescribeSnapshotAttribute", input, arn, Type, ["InvalidSnapshot.NotFound"], cancellationToken);
        var shares = (answer?["CreateVolumePermissions"] as JsonArray ?? [])
            .Select(permission => (string?)permission?["UserId"] ?? (string?)permission?["Group"])
            .OfType<string>();
        reading.Add(new AccessResource
        {
            Arn = arn,
            Type = Type,
            Account = reading.Account,
            Region = reading.Region,
            SharedWith = [.. shares.Where(share => !publicSharingBlocked || share != "all")],
        });
    }

    // block-all-sharing also makes snapshots private that were public before; block-new-sharing does not
    // ("Block public access for Amazon EBS snapshots", Amazon EBS User Guide). Where the state cannot be read, shares stand.
    private static async Task<bool> IsPublicSharingBlockedAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        try
        {
            return (string?)(await reading.CallAsync("ec2", "GetSnapshotBlockPublicAccessState", null, cancellationToken))["State"] == "block-all-sharing";
        }
        catch (AwsApiException)
        {
            return false;
        }
    }
}
