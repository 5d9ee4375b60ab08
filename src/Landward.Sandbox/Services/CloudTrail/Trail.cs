using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Trails;

namespace Landward.Sandbox.Services.CloudTrail;

/// <summary>One trail as a caller finds it: its own, or the organization's seen from a member account.</summary>
internal sealed record Trail(string Owner, string Id, JsonObject Document)
{
    public string Name => Document.RequiredText("Name");

    public string TrailArn => Document.RequiredText("TrailARN");

    public string HomeRegion => Document.RequiredText("HomeRegion");

    /// <summary>The trails visible in the account, its own first.</summary>
    public static IEnumerable<Trail> Visible(CallContext call)
    {
        var own = TrailSet.Of(call.State, call.Account).Select(entry => new Trail(entry.Account, entry.Id, entry.Trail));
        if (OrganizationPath.Of(call.State, call.Account) is not { } path || path.ManagementAccount == call.Account)
            return own;
        return own.Concat(TrailSet.Of(call.State, path.ManagementAccount)
            .Where(entry => TrailSet.IsOrganizationTrail(entry.Trail))
            .Select(entry => new Trail(entry.Account, entry.Id, entry.Trail)));
    }

    /// <summary>The trail with this name or ARN; TrailNotFoundException when the account sees none.</summary>
    public static Trail Require(CallContext call, string nameOrArn)
    {
        var isArn = nameOrArn.StartsWith("arn:", StringComparison.Ordinal);
        if (isArn && !(Arn.TryParse(nameOrArn, out var arn) && arn.Service == "cloudtrail" && arn.Resource.StartsWith("trail/", StringComparison.Ordinal)))
            throw new AwsErrorException("CloudTrailARNInvalidException", $"ARN {nameOrArn} is not valid. Check the ARN and try again.");
        return Visible(call).FirstOrDefault(trail => isArn ? trail.TrailArn == nameOrArn : trail.Name == nameOrArn)
            ?? throw new AwsErrorException(
                "TrailNotFoundException",
                $"Unknown trail: {(isArn ? nameOrArn : ArnOf(call.Region, call.Account, nameOrArn))} for the user: {call.Account}");
    }

    /// <summary>A trail that the caller may change: in its home Region, and an organization trail only from the management account.</summary>
    public static Trail RequireForChange(CallContext call, string nameOrArn)
    {
        var trail = Require(call, nameOrArn);
        if (trail.Owner != call.Account)
        {
            throw new AwsErrorException(
                "NotOrganizationMasterAccountException",
                $"The trail {trail.TrailArn} is an organization trail: only the management account {trail.Owner} or a delegated administrator can change it.");
        }
        if (trail.HomeRegion != call.Region)
            throw new AwsErrorException("InvalidHomeRegionException", $"Trail {trail.TrailArn} can only be changed in its home region {trail.HomeRegion}.");
        return trail;
    }

    public static string ArnOf(string region, string account, string name) => $"arn:aws:cloudtrail:{region}:{account}:trail/{name}";

    public static string IdOf(string region, string name) => $"{region}/{name}";

    /// <summary>The members that CreateTrail, UpdateTrail and DescribeTrails answer.</summary>
    public JsonObject Describe()
    {
        var description = Document.CopyMembers(
            [],
            "Name", "S3BucketName", "S3KeyPrefix", "SnsTopicName", "SnsTopicARN", "IncludeGlobalServiceEvents", "IsMultiRegionTrail", "HomeRegion", "TrailARN",
            "LogFileValidationEnabled", "CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn", "KmsKeyId", "IsOrganizationTrail");
        description["HasCustomEventSelectors"] = Document["EventSelectors"] is not null || Document["AdvancedEventSelectors"] is not null;
        description["HasInsightSelectors"] = false;
        return description;
    }

    /// <summary>Stores a changed copy.</summary>
    public Trail Update(CallContext call, Action<JsonObject> change)
    {
        var copy = Document.Copy();
        change(copy);
        call.State.Put(TrailSet.Partition(Owner).Key(Id), copy);
        return this with { Document = copy };
    }
}
