using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Trails;

/// <summary>
/// Delivers recorded events to the trails' buckets: gzip files <c>{"Records":[...]}</c> per account and Region, at five-minute
/// boundaries of the sandbox's clock, by the CloudTrail service principal, which the bucket's policy must allow. Used under the
/// engine's gate. Source: "Finding your CloudTrail log files", CloudTrail User Guide.
/// </summary>
internal sealed class TrailDelivery(ServiceCalls services)
{
    private const string Principal = "cloudtrail.amazonaws.com";
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private long _deliveredSequence = services.Parts.Log.LastSequence;
    private long _deliveredBoundary = Boundary(services.Parts.Clock.GetUtcNow());

    /// <summary>Whether the clock has passed a boundary since the last delivery (or was set back). May be asked outside the gate.</summary>
    public bool IsDue(DateTimeOffset now) => Boundary(now) != Interlocked.Read(ref _deliveredBoundary);

    /// <summary>
    /// Whether so many events have come since the last delivery that the oldest would soon leave the log undelivered. May be asked
    /// outside the gate.
    /// </summary>
    public bool IsPressing => Math.Abs(services.Parts.Log.LastSequence - Interlocked.Read(ref _deliveredSequence)) >= SandboxStore.EventsInMemory / 4;

    public void Deliver(StateTransaction state)
    {
        Interlocked.Exchange(ref _deliveredSequence, services.Parts.Log.LastSequence);
        var now = services.Parts.Clock.GetUtcNow();
        Interlocked.Exchange(ref _deliveredBoundary, Boundary(now));
        foreach (var (account, id, trail) in TrailSet.All(state).ToList())
        {
            if (trail[StateLayout.CloudTrail.Windows] is JsonArray { Count: > 0 })
                Deliver(state, account, id, trail, now);
        }
    }

    private void Deliver(StateTransaction state, string account, string id, JsonObject trail, DateTimeOffset now)
    {
        var windows = (JsonArray)trail[StateLayout.CloudTrail.Windows]!;
        var first = windows.OfType<JsonObject>().Min(window => (long)window["From"]!);
        var accounts = Accounts(state, account, trail);
        var pending = services.Parts.Log.Since(first)
            .Where(item => accounts.Contains(item.Account) && TrailSet.InWindow(trail, item.Sequence) && TrailSet.Covers(trail, item))
            .GroupBy(item => (item.Account, item.Region))
            .ToList();
        if (pending.Count == 0 && windows.Count == 1 && TrailSet.IsLogging(trail))
            return;
        string? error = null;
        foreach (var group in pending)
        {
            error ??= PutFile(state, account, trail, group.Key.Account, group.Key.Region, [.. group], now);
            if (error is null)
                LogStreamDelivery.Put(services, state, trail, group.Key.Account, group.Key.Region, group);
        }
        var copy = (JsonObject)trail.DeepClone();
        if (error is null)
        {
            copy[StateLayout.CloudTrail.Windows] = TrailSet.IsLogging(trail) ? new JsonArray(new JsonObject { ["From"] = services.Parts.Log.LastSequence }) : new JsonArray();
            copy.Remove("LatestDeliveryError");
            if (pending.Count > 0)
                copy["LatestDeliveryTime"] = SandboxTime.Format(now);
        }
        else
        {
            // Kept for the next attempt, as CloudTrail does.
            copy["LatestDeliveryError"] = error;
        }
        copy["LatestDeliveryAttemptTime"] = SandboxTime.Format(now);
        state.Put(TrailSet.Partition(account).Key(id), copy);
    }

    /// <summary>The accounts a trail records: its own, or every account of the organization.</summary>
    private static HashSet<string> Accounts(StateTransaction state, string account, JsonObject trail)
    {
        if (!TrailSet.IsOrganizationTrail(trail))
            return [account];
        var all = state.List(new ResourcePartition(StateLayout.Organizations.Service, StateLayout.AnyAccount, ResourceKey.Global, StateLayout.Organizations.Account));
        return [.. all.Where(entry => (string?)entry.Value[StateLayout.Organizations.ManagementAccountId] == account).Select(entry => entry.Key)];
    }

    private string? PutFile(StateTransaction state, string owner, JsonObject trail, string account, string region, List<RecordedEvent> events, DateTimeOffset now)
    {
        var bucket = (string)trail["S3BucketName"]!;
        var key = Key(state, owner, trail, account, region, now);
        var trailArn = (string)trail["TrailARN"]!;
        var call = new ServiceCall(Principal, "s3", "PutObject", owner, region, "s3:PutObject", $"arn:aws:s3:::{bucket}/{key}")
        {
            Context = [("aws:SourceArn", trailArn), ("aws:SourceAccount", owner), ("s3:x-amz-acl", "bucket-owner-full-control")],
        };
        var input = new JsonObject
        {
            ["Bucket"] = bucket,
            ["Key"] = key,
            ["ACL"] = "bucket-owner-full-control",
            ["ContentType"] = "application/json",
            ["ContentEncoding"] = "gzip",
            ["Body"] = Convert.ToBase64String(File(events)),
        };
        if ((string?)trail["KmsKeyId"] is { } kmsKey)
        {
            input["ServerSideEncryption"] = "aws:kms";
            input["SSEKMSKeyId"] = kmsKey;
        }
        return services.Call(state, call, input);
    }

    /// <summary><c>[prefix/]AWSLogs/[o-id/]account/CloudTrail/region/YYYY/MM/DD/account_CloudTrail_region_YYYYMMDDTHHmmZ_16 characters.json.gz</c>.</summary>
    private string Key(StateTransaction state, string owner, JsonObject trail, string account, string region, DateTimeOffset now)
    {
        var prefix = (string?)trail["S3KeyPrefix"] is { Length: > 0 } text ? text.TrimEnd('/') + "/" : string.Empty;
        var organization = TrailSet.IsOrganizationTrail(trail) && OrganizationPath.Of(state, owner) is { } path ? path.OrganizationId + "/" : string.Empty;
        var day = now.UtcDateTime.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture);
        var minute = now.UtcDateTime.ToString("yyyyMMdd'T'HHmm'Z'", CultureInfo.InvariantCulture);
        return $"{prefix}AWSLogs/{organization}{account}/CloudTrail/{region}/{day}/{account}_CloudTrail_{region}_{minute}_{services.Parts.Ids.LowerAlphanumeric(16)}.json.gz";
    }

    private static byte[] File(List<RecordedEvent> events)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write("{\"Records\":["u8);
            for (var i = 0; i < events.Count; i++)
            {
                if (i > 0)
                    gzip.Write(","u8);
                gzip.Write(events[i].Record);
            }
            gzip.Write("]}"u8);
        }
        return buffer.ToArray();
    }

    private static long Boundary(DateTimeOffset time) => time.UtcTicks / Interval.Ticks;
}
