using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;
using Layout = Landward.Sandbox.Authorization.StateLayout.Organizations;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>The documents of one organization, as the layout places them, and who may see or change them.</summary>
internal sealed class OrganizationState(CallContext call, string managementAccount)
{
    public string ManagementAccountId { get; } = managementAccount;

    public ResourceTable Roots => Table(Layout.Root);
    public ResourceTable Units => Table(Layout.OrganizationalUnit);
    public ResourceTable Policies => Table(Layout.Policy);
    public ResourceTable ServiceAccess => Table(Layout.ServiceAccess);
    public ResourceTable DelegatedAdministrators => Table(Layout.DelegatedAdministrator);
    public ResourceTable CreateAccountRequests => Table("create-account-request");
    public ResourceTable ResourcePolicies => Table("resource-policy");
    public ResourceTable Organizations => Table(Layout.Organization);

    /// <summary>Accounts of every organization and of none.</summary>
    public ResourceTable Accounts => AccountsOf(call);

    public JsonObject Document => Organizations.Find(Layout.OrganizationId)!;
    public string Id => Document.Text("Id")!;
    public JsonObject Root => Roots.List()[0].Value;
    public string RootId => Root.Text("Id")!;

    public static ResourceTable AccountsOf(CallContext call) =>
        call.TableOf(Layout.Service, StateLayout.AnyAccount, ResourceKey.Global, Layout.Account);

    /// <summary>The organization the account is a member of, or null.</summary>
    public static OrganizationState? Of(CallContext call, string account) =>
        AccountsOf(call).Find(account)?.Text(Layout.ManagementAccountId) is { } management ? new OrganizationState(call, management) : null;

    /// <summary>For calls any member may make.</summary>
    public static OrganizationState ForMember(CallContext call) => Of(call, call.Account) ?? throw OrganizationsErrors.NotInUse();

    /// <summary>For calls only the management account may make.</summary>
    public static OrganizationState ForManagement(CallContext call)
    {
        var organization = ForMember(call);
        return call.Account == organization.ManagementAccountId ? organization : throw OrganizationsErrors.AccessDenied();
    }

    /// <summary>For reads the management account and delegated administrators of any service may make.</summary>
    public static OrganizationState ForReader(CallContext call)
    {
        var organization = ForMember(call);
        return call.Account == organization.ManagementAccountId || organization.DelegatedAdministrators.Contains(call.Account)
            ? organization
            : throw OrganizationsErrors.AccessDenied();
    }

    public IEnumerable<JsonObject> MemberAccounts() =>
        Accounts.List().Select(entry => entry.Value).Where(account => account.Text(Layout.ManagementAccountId) == ManagementAccountId);

    public JsonObject? FindAccount(string? id) =>
        id is not null && Accounts.Find(id) is { } account && account.Text(Layout.ManagementAccountId) == ManagementAccountId ? account : null;

    public bool IsParent(string id) => Roots.Contains(id) || Units.Contains(id);

    /// <summary>Units below a root or unit, directly.</summary>
    public IEnumerable<JsonObject> UnitsOf(string parentId) =>
        Units.Scan().Select(entry => entry.Value).Where(unit => unit.Text(Layout.ParentId) == parentId);

    public IEnumerable<JsonObject> AccountsOf(string parentId) => MemberAccounts().Where(account => account.Text(Layout.ParentId) == parentId);

    /// <summary>The root, unit or account a policy can be attached to, or null.</summary>
    public OrganizationTarget? FindTarget(string? id)
    {
        if (id is null)
            return null;
        if (Roots.Find(id) is { } root)
            return new OrganizationTarget("ROOT", id, Roots, root);
        if (Units.Find(id) is { } unit)
            return new OrganizationTarget("ORGANIZATIONAL_UNIT", id, Units, unit);
        return FindAccount(id) is { } account ? new OrganizationTarget("ACCOUNT", id, Accounts, account) : null;
    }

    public IEnumerable<OrganizationTarget> Targets() =>
        Roots.List().Select(entry => new OrganizationTarget("ROOT", entry.Key, Roots, entry.Value))
            .Concat(Units.List().Select(entry => new OrganizationTarget("ORGANIZATIONAL_UNIT", entry.Key, Units, entry.Value)))
            .Concat(MemberAccounts().Select(account => new OrganizationTarget("ACCOUNT", account.Text("Id")!, Accounts, account)));

    /// <summary>The ids from the root down to the root, unit or account itself.</summary>
    public IReadOnlyList<string> ChainTo(string id)
    {
        var chain = new List<string>();
        for (var current = FindTarget(id); current is not null; current = FindTarget(current.Document.Text(Layout.ParentId)))
            chain.Insert(0, current.Id);
        return chain;
    }

    /// <summary>The entity path AWS shows: <c>o-x/r-x/ou-x/</c>, with a slash at its end.</summary>
    public string PathTo(string id) => string.Concat(ChainTo(id).Prepend(Id).Select(part => part + "/"));

    public string ArnOf(string kind, string id) => $"arn:aws:organizations::{ManagementAccountId}:{kind}/{Id}/{id}";

    public bool IsPolicyTypeEnabled(string type) =>
        Root.Structures("PolicyTypes").Any(status => status.Text("Type") == type && status.Text("Status") == "ENABLED");

    private ResourceTable Table(string type) => call.TableOf(Layout.Service, ManagementAccountId, ResourceKey.Global, type);
}

/// <summary>A root, unit or account: what policies are attached to and tags are put on.</summary>
internal sealed record OrganizationTarget(string Type, string Id, ResourceTable Table, JsonObject Document)
{
    public IReadOnlyList<string> PolicyIds => Document.Texts(Layout.PolicyIds);

    public void SetPolicyIds(IEnumerable<string> ids) => Table.Update(Id, document => document[Layout.PolicyIds] = ids.ToJsonArray());
}
