using System.Collections.Frozen;

namespace Landward.Access;

/// <summary>
/// Actions whose use the logs cannot show. Sources: "Logging data events" (AWS CloudTrail User Guide) for calls that are recorded only where a
/// trail selects them; "Granting a user permissions to pass a role" (IAM User Guide) for iam:PassRole, which is no call of its own.
/// </summary>
internal static class UnloggedActions
{
    // Prefixes of names by service; the empty name stands for all of the service's actions.
    private static readonly FrozenDictionary<string, string[]> DataEvents = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
    {
        ["s3"] =
        [
            "GetObject", "PutObject", "DeleteObject", "RestoreObject", "ReplicateObject", "ReplicateDelete", "ReplicateTags", "AbortMultipartUpload",
            "ListMultipartUploadParts", "ListBucketVersions", "ListBucketMultipartUploads", "ListBucket", "BypassGovernanceRetention", "ObjectOwnerOverrideToBucketOwner",
        ],
        ["s3express"] = ["CreateSession"],
        ["dynamodb"] = ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "BatchGetItem", "BatchWriteItem", "ConditionCheckItem", "Query", "Scan", "PartiQL", "GetRecords", "GetShardIterator"],
        ["lambda"] = ["InvokeFunction", "InvokeAsync"],
        ["sqs"] = ["SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility"],
        ["sns"] = ["Publish"],
        ["kinesis"] = ["PutRecord", "GetRecords", "GetShardIterator", "SubscribeToShard"],
        ["logs"] = ["PutLogEvents", "GetLogEvents", "FilterLogEvents", "StartLiveTail"],
        ["cloudwatch"] = ["PutMetricData", "GetMetricData", "GetMetricStatistics", "ListMetrics"],
        ["events"] = ["PutEvents"],
        ["ssmmessages"] = [string.Empty],
        ["ec2messages"] = [string.Empty],
        ["xray"] = ["PutTraceSegments", "PutTelemetryRecords", "GetSampling"],
        ["cognito-identity"] = ["GetId", "GetCredentialsForIdentity", "GetOpenIdToken", "UnlinkIdentity"],
        ["execute-api"] = [string.Empty],
        ["rds-data"] = [string.Empty],
        ["rds-db"] = [string.Empty],
        ["elasticfilesystem"] = ["ClientMount", "ClientWrite", "ClientRootAccess"],
        ["iam"] = ["PassRole"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <param name="action">As <c>s3:GetObject</c>.</param>
    public static bool Contains(string action)
    {
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !DataEvents.TryGetValue(action[..colon], out var prefixes))
            return false;
        var name = action[(colon + 1)..];
        return Array.Exists(prefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }
}
