using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>Limits of one policy type: policies stored, characters of a document, policies attached to one root, unit or account.</summary>
internal sealed record PolicyTypeQuotas(int Stored, int Size, int Attached, int AttachedMinimum);

/// <summary>The quotas of AWS Organizations, from <c>organizations-quotas.json</c> (which names its date and source).</summary>
internal sealed record OrganizationsQuotas(
    int Accounts,
    int OrganizationalUnits,
    int OrganizationalUnitDepth,
    int TagsPerResource,
    int ClosedAccountsPercent,
    int ClosedAccountsMinimum,
    int ClosedAccountsMaximum,
    TimeSpan RemovalWait,
    int PageSize,
    FrozenDictionary<string, PolicyTypeQuotas> Policies,
    FrozenDictionary<string, int> DelegatedAdministratorsPerService)
{
    /// <summary>State: id of the document with the account quota granted to one organization (member Accounts).</summary>
    private const string GrantedType = "granted-quotas";

    public static OrganizationsQuotas Default { get; } = Load();

    /// <summary>How many accounts the organization of this management account may have.</summary>
    public static int AccountsOf(CallContext call, string managementAccount) =>
        (int?)Granted(call, managementAccount).Find(GrantedType)?.Number(nameof(Accounts)) ?? Default.Accounts;

    /// <summary>What a service quota increase does on AWS: sets how many accounts this organization may have.</summary>
    public static void GrantAccounts(CallContext call, string managementAccount, int accounts) =>
        Granted(call, managementAccount).Put(GrantedType, new JsonObject { [nameof(Accounts)] = accounts });

    private static State.ResourceTable Granted(CallContext call, string managementAccount) =>
        call.TableOf("organizations", managementAccount, State.ResourceKey.Global, GrantedType);

    private static OrganizationsQuotas Load()
    {
        using var stream = typeof(OrganizationsQuotas).Assembly.GetManifestResourceStream("organizations-quotas.json")
            ?? throw new InvalidOperationException("organizations-quotas.json is not embedded.");
        using var document = JsonDocument.Parse(stream);
        var root = document.RootElement;
        var closed = root.GetProperty("closedAccountsPer30Days");
        return new OrganizationsQuotas(
            Int(root, "accounts"),
            Int(root, "organizationalUnits"),
            Int(root, "organizationalUnitDepth"),
            Int(root, "tagsPerResource"),
            Int(closed, "percent"),
            Int(closed, "minimum"),
            Int(closed, "maximum"),
            TimeSpan.FromDays(Int(root, "removalWaitDays")),
            Int(root, "pageSize"),
            root.GetProperty("policies").EnumerateObject().ToFrozenDictionary(
                type => type.Name,
                type => new PolicyTypeQuotas(
                    Int(type.Value, "stored"), Int(type.Value, "size"), Int(type.Value, "attached"), Int(type.Value, "attachedMinimum"))),
            root.GetProperty("delegatedAdministratorsPerService").EnumerateObject().ToFrozenDictionary(
                service => service.Name, service => service.Value.GetInt32()));
    }

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
