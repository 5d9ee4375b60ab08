using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Iam;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.GuardDuty;

/// <summary>Detectors: one an account and Region. Documents: Id, Status, FindingPublishingFrequency, Features (by name), times, Tags.</summary>
internal static class Detectors
{
    public const string Service = "guardduty";

    public static readonly OrganizationAdministrators Administrators = new(Service, "guardduty.amazonaws.com", "BadRequestException");

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddGuardDuty("CreateDetector", CreateDetector);
        registry.AddGuardDuty("GetDetector", GetDetector);
        registry.AddGuardDuty("ListDetectors", ListDetectors);
        registry.AddGuardDuty("UpdateDetector", UpdateDetector);
        registry.AddGuardDuty("DeleteDetector", DeleteDetector);
        registry.AddGuardDuty("TagResource", TagResource);
        registry.AddGuardDuty("UntagResource", UntagResource);
        registry.AddGuardDuty("ListTagsForResource", (call, input) => new JsonObject { ["Tags"] = TagMap.Copy(RequireByArn(call, input)["Tags"]) });
    }

    /// <summary>Registers an operation; member detectors due by the organization's configuration exist before it runs.</summary>
    public static void AddGuardDuty(this ServiceRegistry registry, string operation, OperationHandler handler) => registry.Add(Service, operation, (call, input) =>
    {
        Members.Reconcile(call);
        return handler(call, input);
    });

    public static ResourceTable Table(CallContext call, string account) => call.TableOf(Service, account, call.Region, "detector");

    public static JsonObject? Of(CallContext call, string account) => Table(call, account).List().Select(entry => entry.Value).FirstOrDefault();

    public static JsonObject Require(CallContext call, JsonObject input) =>
        Table(call, call.Account).Find(input.RequiredText("DetectorId", "BadRequestException"))
        ?? throw BadRequest("The request is rejected because the input detectorId is not owned by the current account.");

    public static AwsErrorException BadRequest(string message) => new("BadRequestException", message, 400);

    public static string Arn(CallContext call, string account, string detectorId) => $"arn:aws:guardduty:{call.Region}:{account}:detector/{detectorId}";

    /// <summary>A new detector of the account, as CreateDetector makes it.</summary>
    public static JsonObject Create(CallContext call, string account, JsonObject features, string frequency = "SIX_HOURS", bool enabled = true)
    {
        var id = call.Ids.HexDigits(32);
        var detector = new JsonObject
        {
            ["Id"] = id,
            ["Status"] = enabled ? "ENABLED" : "DISABLED",
            ["FindingPublishingFrequency"] = frequency,
            ["ServiceRole"] = $"arn:aws:iam::{account}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty",
            ["CreatedAt"] = call.Now.Timestamp(),
            ["UpdatedAt"] = call.Now.Timestamp(),
            ["Features"] = features,
        };
        Table(call, account).Put(id, detector);
        ServiceLinkedRoles.Ensure(call, account, "guardduty.amazonaws.com");
        return detector;
    }

    private static JsonObject CreateDetector(CallContext call, JsonObject input)
    {
        if (Of(call, call.Account) is not null)
            throw BadRequest("The request is rejected because a detector already exists for the current account.");
        var features = DetectorFeatures.Defaults(call);
        DetectorFeatures.Apply(call, features, input);
        var detector = Create(call, call.Account, features, Frequency(input) ?? "SIX_HOURS", input.Flag("Enable") ?? throw BadRequest("The request is rejected because the parameter enable is required."));
        if (input.Structure("Tags") is { } tags)
            Table(call, call.Account).Update(detector.RequiredText("Id"), document => document["Tags"] = tags.DeepClone());
        return new JsonObject { ["DetectorId"] = detector.Text("Id") };
    }

    private static string? Frequency(JsonObject input) => input.Text("FindingPublishingFrequency") switch
    {
        null => null,
        "FIFTEEN_MINUTES" or "ONE_HOUR" or "SIX_HOURS" => input.Text("FindingPublishingFrequency"),
        _ => throw BadRequest("The request is rejected because the parameter findingPublishingFrequency has an invalid value."),
    };

    private static JsonObject GetDetector(CallContext call, JsonObject input)
    {
        var detector = Require(call, input);
        var output = detector.CopyMembers(new JsonObject(), "CreatedAt", "UpdatedAt", "FindingPublishingFrequency", "ServiceRole", "Status", "Tags");
        output["Features"] = DetectorFeatures.Shown(detector);
        output["DataSources"] = DetectorFeatures.DataSources(detector);
        return output;
    }

    private static JsonObject ListDetectors(CallContext call, JsonObject input)
    {
        var page = call.Page(Table(call, call.Account).List(), input.Text("NextToken"), input.Number("MaxResults"), 50, "BadRequestException");
        return new JsonObject { ["DetectorIds"] = page.Items.Select(entry => entry.Key).ToJsonArray() };
    }

    private static JsonObject UpdateDetector(CallContext call, JsonObject input)
    {
        var detector = Require(call, input);
        if (input.Flag("Enable") == false)
            RequireUnmanaged(call, "suspend GuardDuty");
        Table(call, call.Account).Update(detector.RequiredText("Id"), document =>
        {
            if (input.Flag("Enable") is { } enable)
                document["Status"] = enable ? "ENABLED" : "DISABLED";
            if (Frequency(input) is { } frequency)
                document["FindingPublishingFrequency"] = frequency;
            DetectorFeatures.Apply(call, (JsonObject)document["Features"]!, input);
            document["UpdatedAt"] = call.Now.Timestamp();
        });
        return [];
    }

    private static JsonObject DeleteDetector(CallContext call, JsonObject input)
    {
        var id = Require(call, input).RequiredText("Id");
        RequireUnmanaged(call, "delete its detector");
        if (Administrators.IsAdministrator(call) && Members.Table(call, call.Account).List().Any(entry => entry.Value.Text("RelationshipStatus") == "Enabled"))
            throw BadRequest("The request is rejected because the account has associated members.");
        foreach (var type in (string[])["finding", "filter", "ip-set", "threat-intel-set", "publishing-destination"])
        {
            foreach (var (key, _) in call.Table(type).List())
                call.Table(type).Remove(key);
        }
        Table(call, call.Account).Remove(id);
        return [];
    }

    // A member that an organization manages cannot leave it by itself: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
    public static void RequireUnmanaged(CallContext call, string what)
    {
        if (Members.AdministratorOf(call, call.Account) is not null)
            throw BadRequest($"The request is rejected because a member account managed through AWS Organizations cannot {what}.");
    }

    private static JsonObject RequireByArn(CallContext call, JsonObject input)
    {
        var arn = input.RequiredText("ResourceArn", "BadRequestException");
        return Of(call, call.Account) is { } detector && arn == Arn(call, call.Account, detector.RequiredText("Id"))
            ? detector
            : throw BadRequest("The request is rejected because the resource ARN in the request does not exist.");
    }

    private static JsonObject TagResource(CallContext call, JsonObject input)
    {
        Table(call, call.Account).Update(RequireByArn(call, input).RequiredText("Id"), document => document["Tags"] = TagMap.Merge(document["Tags"], input.TextMap("Tags")));
        return [];
    }

    private static JsonObject UntagResource(CallContext call, JsonObject input)
    {
        Table(call, call.Account).Update(RequireByArn(call, input).RequiredText("Id"), document => document["Tags"] = TagMap.Without(document["Tags"], input.Texts("TagKeys")));
        return [];
    }
}
