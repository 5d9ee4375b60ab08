using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Iam;

namespace Landward.Sandbox.Services.SsoAdmin;

/// <summary>What a permission set grants: AWS managed, customer managed and inline policies, and its permissions boundary.</summary>
internal static class PermissionSetPolicies
{
    public const string Managed = "ManagedPolicies";
    public const string CustomerManaged = "CustomerManagedPolicies";
    public const string Inline = "InlinePolicy";
    public const string Boundary = "PermissionsBoundary";

    public static JsonObject AttachManagedPolicyToPermissionSet(CallContext call, JsonObject input)
    {
        var (instance, set) = PermissionSets.Find(call, input);
        var arn = input.RequiredText("ManagedPolicyArn");
        if (!arn.StartsWith("arn:aws:iam::aws:policy/", StringComparison.Ordinal) || ManagedPolicies.AwsTable(call).Find(arn) is null)
            throw IdentityCenterErrors.NotFound($"Policy {arn} does not exist or is not attachable.");
        var policies = set.Texts(Managed);
        if (policies.Contains(arn))
            throw IdentityCenterErrors.Conflict($"Permission set with id {Id(set)} already has a managed policy attached with arn {arn}");
        CheckCount(set);
        PermissionSets.Change(instance, set, document => document[Managed] = policies.Append(arn).ToJsonArray());
        return [];
    }

    public static JsonObject DetachManagedPolicyFromPermissionSet(CallContext call, JsonObject input)
    {
        var (instance, set) = PermissionSets.Find(call, input);
        var arn = input.RequiredText("ManagedPolicyArn");
        var policies = set.Texts(Managed);
        if (!policies.Contains(arn))
            throw IdentityCenterErrors.NotFound($"Could not find ManagedPolicy with arn {arn}");
        PermissionSets.Change(instance, set, document => document[Managed] = policies.Where(existing => existing != arn).ToJsonArray());
        return [];
    }

    public static JsonObject ListManagedPoliciesInPermissionSet(CallContext call, JsonObject input) =>
        IdentityCenterErrors.Page(
            call, input, "AttachedManagedPolicies",
            [.. PermissionSets.Find(call, input).Set.Texts(Managed).Select(arn => new JsonObject { ["Name"] = arn[(arn.LastIndexOf('/') + 1)..], ["Arn"] = arn })]);

    public static JsonObject AttachCustomerManagedPolicyReferenceToPermissionSet(CallContext call, JsonObject input)
    {
        var (instance, set) = PermissionSets.Find(call, input);
        var reference = Reference(input);
        if (set.Structures(CustomerManaged).Any(existing => IsSame(existing, reference)))
            throw IdentityCenterErrors.Conflict($"Permission set with id {Id(set)} already references customer managed policy {reference.Text("Name")}");
        CheckCount(set);
        PermissionSets.Change(instance, set, document => document[CustomerManaged]!.AsArray().Add((JsonNode)reference));
        return [];
    }

    public static JsonObject DetachCustomerManagedPolicyReferenceFromPermissionSet(CallContext call, JsonObject input)
    {
        var (instance, set) = PermissionSets.Find(call, input);
        var reference = Reference(input);
        if (!set.Structures(CustomerManaged).Any(existing => IsSame(existing, reference)))
            throw IdentityCenterErrors.NotFound($"Could not find customer managed policy {reference.Text("Name")}");
        PermissionSets.Change(instance, set, document => document[CustomerManaged] =
            set.Structures(CustomerManaged).Where(existing => !IsSame(existing, reference)).Select(existing => existing.DeepClone()).ToJsonArray());
        return [];
    }

    public static JsonObject ListCustomerManagedPolicyReferencesInPermissionSet(CallContext call, JsonObject input) =>
        IdentityCenterErrors.Page(
            call, input, "CustomerManagedPolicyReferences",
            [.. PermissionSets.Find(call, input).Set.Structures(CustomerManaged).Select(reference => reference.DeepClone())]);

    public static JsonObject PutInlinePolicyToPermissionSet(CallContext call, JsonObject input)
    {
        var (instance, set) = PermissionSets.Find(call, input);
        var text = input.RequiredText(Inline);
        if (text.Length > IdentityCenterQuotas.Default.InlinePolicySize)
            throw IdentityCenterErrors.QuotaExceeded($"The inline policy exceeds {IdentityCenterQuotas.Default.InlinePolicySize} bytes.");
        try
        {
            IamPolicyText.CheckIdentityPolicy(text);
        }
        catch (AwsErrorException error) when (error.Code == "MalformedPolicyDocument")
        {
            throw IdentityCenterErrors.Validation(error.Message);
        }
        PermissionSets.Change(instance, set, document => document[Inline] = text);
        return [];
    }

    public static JsonObject GetInlinePolicyForPermissionSet(CallContext call, JsonObject input) =>
        new() { [Inline] = PermissionSets.Find(call, input).Set.Text(Inline) ?? string.Empty };

    public static JsonObject DeleteInlinePolicyFromPermissionSet(CallContext call, JsonObject input)
    {
        var (instance, set) = PermissionSets.Find(call, input);
        if (set.Text(Inline) is null)
            throw IdentityCenterErrors.NotFound($"Could not find inline policy for PermissionSet with id {Id(set)}");
        PermissionSets.Change(instance, set, document => document.Remove(Inline));
        return [];
    }

    public static JsonObject PutPermissionsBoundaryToPermissionSet(CallContext call, JsonObject input)
    {
        var (instance, set) = PermissionSets.Find(call, input);
        var boundary = input.RequiredStructure(Boundary);
        if (boundary.Text("ManagedPolicyArn") is null == (boundary.Structure("CustomerManagedPolicyReference") is null))
            throw IdentityCenterErrors.Validation("A permissions boundary is either a managed policy ARN or a customer managed policy reference.");
        if (boundary.Text("ManagedPolicyArn") is { } arn && ManagedPolicies.AwsTable(call).Find(arn) is null)
            throw IdentityCenterErrors.NotFound($"Policy {arn} does not exist or is not attachable.");
        PermissionSets.Change(instance, set, document => document[Boundary] = boundary.DeepClone());
        return [];
    }

    public static JsonObject GetPermissionsBoundaryForPermissionSet(CallContext call, JsonObject input)
    {
        var set = PermissionSets.Find(call, input).Set;
        return new JsonObject { [Boundary] = (set.Structure(Boundary) ?? throw NoBoundary(set)).Copy() };
    }

    public static JsonObject DeletePermissionsBoundaryFromPermissionSet(CallContext call, JsonObject input)
    {
        var (instance, set) = PermissionSets.Find(call, input);
        if (set.Structure(Boundary) is null)
            throw NoBoundary(set);
        PermissionSets.Change(instance, set, document => document.Remove(Boundary));
        return [];
    }

    private static AwsErrorException NoBoundary(JsonObject set) =>
        IdentityCenterErrors.NotFound($"Could not find permissions boundary for PermissionSet with id {Id(set)}");

    private static string Id(JsonObject set) => set.Text("PermissionSetArn")!.Split('/')[^1];

    private static JsonObject Reference(JsonObject input)
    {
        var given = input.RequiredStructure("CustomerManagedPolicyReference");
        return new JsonObject { ["Name"] = given.RequiredText("Name"), ["Path"] = given.Text("Path") ?? "/" };
    }

    private static bool IsSame(JsonObject one, JsonObject other) => one.Text("Name") == other.Text("Name") && one.Text("Path") == other.Text("Path");

    private static void CheckCount(JsonObject set)
    {
        if (set.Texts(Managed).Count + set.Structures(CustomerManaged).Count() >= IdentityCenterQuotas.Default.ManagedPoliciesPerPermissionSet)
            throw IdentityCenterErrors.QuotaExceeded(
                $"You have exceeded AWS SSO limits. Cannot attach more than {IdentityCenterQuotas.Default.ManagedPoliciesPerPermissionSet} managed policies to a permission set.");
    }
}
