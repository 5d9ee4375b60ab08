using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.SsoAdmin;

/// <summary>
/// Permission sets. A change raises the set's revision and reaches the accounts when the set is provisioned again.
/// </summary>
internal static partial class PermissionSets
{
    public const string Revision = "Revision";
    private static readonly TimeSpan ShortestSession = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);

    public static JsonObject CreatePermissionSet(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.Required(call, input);
        var name = input.RequiredText("Name");
        if (!NamePattern().IsMatch(name))
            throw IdentityCenterErrors.Validation($"1 validation error detected: Value '{name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+");
        var existing = instance.PermissionSets.List();
        if (existing.Any(entry => entry.Value.Text("Name") == name))
            throw IdentityCenterErrors.Conflict($"PermissionSet with name {name} already exists.");
        if (existing.Count >= IdentityCenterQuotas.Default.PermissionSets)
            throw IdentityCenterErrors.QuotaExceeded("You have reached the maximum number of permission sets.");
        var arn = $"arn:aws:sso:::permissionSet/ssoins-{instance.Suffix}/ps-{call.Ids.HexDigits(16)}";
        var document = new JsonObject
        {
            ["Name"] = name,
            ["PermissionSetArn"] = arn,
            ["CreatedDate"] = SandboxTime.Format(call.Now),
            ["SessionDuration"] = Duration(input.Text("SessionDuration") ?? "PT1H"),
            ["ManagedPolicies"] = new JsonArray(),
            ["CustomerManagedPolicies"] = new JsonArray(),
            ["Tags"] = SsoTags.Merge([], input.Structures("Tags")),
            [Revision] = 1,
        };
        input.CopyMembers(document, "Description", "RelayState");
        instance.PermissionSets.Put(arn, document);
        return new JsonObject { ["PermissionSet"] = Describe(document) };
    }

    public static JsonObject UpdatePermissionSet(CallContext call, JsonObject input)
    {
        var (instance, set) = Find(call, input);
        var duration = input.Text("SessionDuration") is { } text ? Duration(text) : null;
        Change(instance, set, document =>
        {
            input.CopyMembers(document, "Description", "RelayState");
            if (duration is not null)
                document["SessionDuration"] = duration;
        });
        return [];
    }

    public static JsonObject DeletePermissionSet(CallContext call, JsonObject input)
    {
        var (instance, set) = Find(call, input);
        var arn = set.Text("PermissionSetArn")!;
        if (instance.Assignments.List().Any(entry => entry.Value.Text("PermissionSetArn") == arn))
            throw IdentityCenterErrors.Conflict($"Unable to delete permission set {arn} because it has account assignments.");
        instance.PermissionSets.Remove(arn);
        return [];
    }

    public static JsonObject DescribePermissionSet(CallContext call, JsonObject input) => new() { ["PermissionSet"] = Describe(Find(call, input).Set) };

    public static JsonObject ListPermissionSets(CallContext call, JsonObject input) =>
        IdentityCenterErrors.Page(
            call, input, "PermissionSets",
            [.. IdentityCenterInstance.Required(call, input).PermissionSets.List().Select(entry => JsonValue.Create(entry.Key))]);

    /// <summary>The set the input names.</summary>
    /// <exception cref="AwsErrorException">ResourceNotFoundException.</exception>
    public static (IdentityCenterInstance Instance, JsonObject Set) Find(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.Required(call, input);
        var arn = input.RequiredText("PermissionSetArn");
        return (instance, instance.PermissionSets.Find(arn) ?? throw IdentityCenterErrors.NotFound($"Could not find PermissionSet with id {arn[(arn.LastIndexOf('/') + 1)..]}"));
    }

    /// <summary>Changes the set; accounts it is provisioned to are then behind.</summary>
    public static void Change(IdentityCenterInstance instance, JsonObject set, Action<JsonObject> change) =>
        instance.PermissionSets.Update(set.Text("PermissionSetArn")!, document =>
        {
            change(document);
            document[Revision] = document.Number(Revision) + 1;
        });

    private static JsonObject Describe(JsonObject set) =>
        set.CopyMembers([], "Name", "PermissionSetArn", "Description", "CreatedDate", "SessionDuration", "RelayState");

    /// <summary>An ISO 8601 duration of one to twelve hours.</summary>
    private static string Duration(string text)
    {
        try
        {
            if (XmlConvert.ToTimeSpan(text) is var duration && duration >= ShortestSession && duration <= LongestSession)
                return text;
        }
        catch (FormatException)
        {
            // Answered below with the same words as a duration out of range.
        }
        throw IdentityCenterErrors.Validation("The session duration must be an ISO 8601 duration between PT1H and PT12H.");
    }

    [GeneratedRegex("^[A-Za-z0-9_+=,.@-]{1,32}$", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();
}
