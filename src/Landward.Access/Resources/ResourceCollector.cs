using System.Collections.Immutable;
using Landward.Aws;
using Landward.Model;

namespace Landward.Access.Resources;

/// <summary>What one account lets others in to, as far as it could be read.</summary>
/// <param name="Resources">Ordered by ARN, then parent.</param>
/// <param name="PublicAccessBlock">The account's S3 Block Public Access; null when none is set or it could not be read.</param>
/// <param name="Unread">Services and resources whose reading failed.</param>
public sealed record CollectedResources(ImmutableArray<AccessResource> Resources, PublicAccessBlock? PublicAccessBlock, ImmutableArray<UnreadSource> Unread);

/// <summary>
/// Reads every resource of the types that IAM Access Analyzer covers, except roles, which the snapshot holds as principals
/// (IAM User Guide, "IAM Access Analyzer supported resource types for external and internal access").
/// </summary>
public static class ResourceCollector
{
    /// <summary>Services of one account and Region that are read at the same time; the connection's own limits hold beside it.</summary>
    private const int Parallel = 6;

    private static readonly ResourceReader[] Global = [BucketReader.ReadAsync];

    private static readonly ResourceReader[] Regional =
    [
        AccessPointReader.ReadAsync, DirectoryBucketReader.ReadAsync, KeyReader.ReadAsync, QueueReader.ReadAsync, TopicReader.ReadAsync, FunctionReader.ReadAsync,
        LayerReader.ReadAsync, SecretReader.ReadAsync, FileSystemReader.ReadAsync, RepositoryReader.ReadAsync, VolumeSnapshotReader.ReadAsync,
        DatabaseSnapshotReader.ReadAsync, TableReader.ReadAsync, InstanceReader.ReadAsync, StackReader.ReadAsync,
    ];

    /// <summary>Reads one account. A service that refuses or is not there is one entry of <see cref="CollectedResources.Unread"/>; the others are read.</summary>
    /// <param name="regions">The Regions to read; global services are read through the first.</param>
    public static async Task<CollectedResources> CollectAsync(
        AwsSessions sessions, AccountId account, IReadOnlyList<string> regions, CancellationToken cancellationToken)
    {
        var collected = new Collection();
        var work = regions.SelectMany(region => Regional.Select(reader => (Reader: reader, Region: region)))
            .Concat(Global.Select(reader => (Reader: reader, Region: regions[0])));
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForEachAsync(work, options, async (item, cancel) =>
        {
            var reading = new ResourceReading(sessions, account, item.Region, collected);
            await reading.GuardAsync(token => item.Reader(reading, token), cancel);
        });
        return collected.Build();
    }
}

/// <summary>Reads the resources of one service in one account and Region.</summary>
internal delegate Task ResourceReader(ResourceReading reading, CancellationToken cancellationToken);
