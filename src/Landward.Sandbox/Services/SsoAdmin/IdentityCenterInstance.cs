using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Organizations;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.SsoAdmin;

/// <summary>
/// The Identity Center instance of the organization's management account, in one Region, and the documents that belong to it:
/// partition ("sso-admin" or "identitystore", owner, Region, type).
/// </summary>
internal sealed class IdentityCenterInstance
{
    private const string OnlyId = "instance";
    private readonly CallContext _call;

    private IdentityCenterInstance(CallContext call, string owner, JsonObject document) => (_call, Owner, Document) = (call, owner, document);

    /// <summary>The account the instance belongs to.</summary>
    public string Owner { get; }

    public JsonObject Document { get; }
    public string Arn => Document.Text("InstanceArn")!;
    public string IdentityStoreId => Document.Text(nameof(IdentityStoreId))!;

    /// <summary>The 16 hex digits after <c>ssoins-</c>.</summary>
    public string Suffix => Arn[(Arn.LastIndexOf('-') + 1)..];

    public ResourceTable PermissionSets => Table("sso-admin", "permission-set");
    public ResourceTable Assignments => Table("sso-admin", "account-assignment");
    public ResourceTable Provisionings => Table("sso-admin", "provisioned-permission-set");
    public ResourceTable Requests(string kind) => Table("sso-admin", kind);
    public ResourceTable Users => Table("identitystore", "user");
    public ResourceTable Groups => Table("identitystore", "group");
    public ResourceTable Memberships => Table("identitystore", "group-membership");

    /// <summary>Puts an instance into the account and Region, as enabling Identity Center does.</summary>
    public static void Enable(CallContext call, string account, string region)
    {
        var suffix = call.Ids.HexDigits(16);
        Table(call, "sso-admin", account, region, OnlyId).Put(OnlyId, new JsonObject
        {
            ["InstanceArn"] = $"arn:aws:sso:::instance/ssoins-{suffix}",
            [nameof(IdentityStoreId)] = "d-" + call.Ids.HexDigits(10),
            ["OwnerAccountId"] = account,
            ["CreatedDate"] = SandboxTime.Format(call.Now),
            ["Status"] = "ACTIVE",
        });
    }

    /// <summary>The instance the caller may see in this Region, or null: its owner, or a delegated administrator of Identity Center.</summary>
    public static IdentityCenterInstance? Visible(CallContext call)
    {
        if (Of(call, call.Account) is { } own)
            return own;
        return OrganizationState.Of(call, call.Account) is { } organization && DelegatedAdministrators.IsRegistered(organization, call.Account, "sso.amazonaws.com")
            ? Of(call, organization.ManagementAccountId)
            : null;
    }

    /// <summary>The instance the input's InstanceArn names.</summary>
    /// <exception cref="AwsErrorException">AccessDeniedException when there is none, or it is not the caller's.</exception>
    public static IdentityCenterInstance Required(CallContext call, JsonObject input)
    {
        var arn = input.RequiredText("InstanceArn");
        return Visible(call) is { } instance && instance.Arn == arn ? instance : throw IdentityCenterErrors.AccessDenied(call, $"sso:{call.Operation} on resource: {arn}");
    }

    /// <summary>The instance whose directory the input's IdentityStoreId names.</summary>
    public static IdentityCenterInstance OfIdentityStore(CallContext call, JsonObject input)
    {
        var id = input.RequiredText(nameof(IdentityStoreId));
        return Visible(call) is { } instance && instance.IdentityStoreId == id
            ? instance
            : throw new AwsErrorException("ResourceNotFoundException", "IDENTITY_STORE not found.", 404)
            {
                Members = new Dictionary<string, string>(StringComparer.Ordinal) { ["ResourceType"] = "IDENTITY_STORE", ["ResourceId"] = id },
            };
    }

    private static IdentityCenterInstance? Of(CallContext call, string account) =>
        Table(call, "sso-admin", account, call.Region, OnlyId).Find(OnlyId) is { } document ? new IdentityCenterInstance(call, account, document) : null;

    private ResourceTable Table(string service, string type) => Table(_call, service, Owner, _call.Region, type);

    private static ResourceTable Table(CallContext call, string service, string account, string region, string type) =>
        call.TableOf(service, account, region, type);
}
