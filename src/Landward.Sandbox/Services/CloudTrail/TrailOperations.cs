using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Trails;

namespace Landward.Sandbox.Services.CloudTrail;

/// <summary>Create, update, delete and read trails.</summary>
internal static partial class TrailOperations
{
    // "Quotas in AWS CloudTrail": trails per Region.
    private const int MostTrails = 5;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("cloudtrail", "CreateTrail", CreateTrail);
        registry.Add("cloudtrail", "UpdateTrail", UpdateTrail);
        registry.Add("cloudtrail", "DeleteTrail", DeleteTrail);
        registry.Add("cloudtrail", "GetTrail", (call, input) => new JsonObject { ["Trail"] = Trail.Require(call, input.RequiredText("Name")).Describe() });
        registry.Add("cloudtrail", "DescribeTrails", DescribeTrails);
        registry.Add("cloudtrail", "ListTrails", ListTrails);
    }

    private static JsonObject CreateTrail(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("Name");
        if (name.Length is < 3 or > 128 || !NamePattern().IsMatch(name))
            throw new AwsErrorException("InvalidTrailNameException", "Trail name must be between 3 and 128 characters, start with a letter or number, end with a letter or number, and contain only letters, numbers, periods, underscores and dashes.");
        var own = TrailSet.Of(call.State, call.Account).ToList();
        if (own.Any(entry => entry.Id == Trail.IdOf(call.Region, name)))
            throw new AwsErrorException("TrailAlreadyExistsException", $"Trail {name} already exists for customer: {call.Account}");
        if (own.Count(entry => entry.Trail.Text("HomeRegion") == call.Region) >= MostTrails)
            throw new AwsErrorException("MaximumNumberOfTrailsExceededException", $"User: {call.Account} already has {MostTrails} trails in {call.Region}.");
        var document = new JsonObject
        {
            ["Name"] = name,
            ["TrailARN"] = Trail.ArnOf(call.Region, call.Account, name),
            ["HomeRegion"] = call.Region,
            ["IncludeGlobalServiceEvents"] = true,
            ["IsMultiRegionTrail"] = false,
            ["IsOrganizationTrail"] = false,
            ["LogFileValidationEnabled"] = false,
            [StateLayout.CloudTrail.Windows] = new JsonArray(),
        };
        if (input["TagsList"] is { } tags)
            document[StateLayout.Tags] = tags.DeepClone();
        Apply(document, input);
        TrailDestination.Check(call, document);
        var trail = new Trail(call.Account, Trail.IdOf(call.Region, name), document);
        call.State.Put(TrailSet.Partition(call.Account).Key(trail.Id), document);
        return Answer(trail);
    }

    private static JsonObject UpdateTrail(CallContext call, JsonObject input)
    {
        var trail = Trail.RequireForChange(call, input.RequiredText("Name"));
        return Answer(trail.Update(call, document =>
        {
            Apply(document, input);
            TrailDestination.Check(call, document);
        }));
    }

    private static JsonObject DeleteTrail(CallContext call, JsonObject input)
    {
        var trail = Trail.RequireForChange(call, input.RequiredText("Name"));
        call.State.Remove(TrailSet.Partition(trail.Owner).Key(trail.Id));
        return [];
    }

    private static JsonObject DescribeTrails(CallContext call, JsonObject input)
    {
        var names = input.Texts("trailNameList");
        var shadows = input.Flag("includeShadowTrails") != false;
        var trails = Trail.Visible(call)
            .Where(trail => trail.HomeRegion == call.Region || (shadows && trail.Document.Flag("IsMultiRegionTrail") == true))
            .Where(trail => shadows || trail.Owner == call.Account)
            .Where(trail => names.Count == 0 || names.Contains(trail.Name) || names.Contains(trail.TrailArn));
        return new JsonObject { ["trailList"] = trails.Select(trail => (JsonNode?)trail.Describe()).ToJsonArray() };
    }

    private static JsonObject ListTrails(CallContext call, JsonObject input)
    {
        var page = call.Page([.. Trail.Visible(call)], input.Text("NextToken"), null, 1000);
        return page.Answer(new JsonObject
        {
            ["Trails"] = page.Items.Select(trail => (JsonNode?)trail.Document.CopyMembers([], "TrailARN", "Name", "HomeRegion")).ToJsonArray(),
        });
    }

    private static void Apply(JsonObject document, JsonObject input)
    {
        input.CopyMembers(
            document,
            "S3BucketName", "S3KeyPrefix", "SnsTopicName", "IncludeGlobalServiceEvents", "IsMultiRegionTrail", "CloudWatchLogsLogGroupArn",
            "CloudWatchLogsRoleArn", "KmsKeyId", "IsOrganizationTrail");
        if (input.Flag("EnableLogFileValidation") is { } validated)
            document["LogFileValidationEnabled"] = validated;
    }

    private static JsonObject Answer(Trail trail)
    {
        var answer = trail.Describe();
        foreach (var name in (ReadOnlySpan<string>)["HomeRegion", "HasCustomEventSelectors", "HasInsightSelectors"])
            answer.Remove(name);
        return answer;
    }

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();
}
