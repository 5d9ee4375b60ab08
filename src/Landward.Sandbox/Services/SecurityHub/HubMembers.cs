using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.SecurityHub;

/// <summary>
/// Security Hub for an organization: its administrator, its members. AutoEnable turns accounts on that join after it was set;
/// accounts that were there before become members with CreateMembers.
/// </summary>
internal static class HubMembers
{
    private const string Configuration = "organization-configuration";
    private const string Enabled = "Enabled";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddSecurityHub("EnableOrganizationAdminAccount", EnableOrganizationAdminAccount);
        registry.AddSecurityHub("DisableOrganizationAdminAccount", (call, input) =>
        {
            Hubs.Administrators.Disable(call, input.RequiredText("AdminAccountId", "InvalidInputException"));
            return [];
        });
        registry.AddSecurityHub("ListOrganizationAdminAccounts", ListOrganizationAdminAccounts);
        registry.AddSecurityHub("DescribeOrganizationConfiguration", DescribeOrganizationConfiguration);
        registry.AddSecurityHub("UpdateOrganizationConfiguration", UpdateOrganizationConfiguration);
        registry.AddSecurityHub("CreateMembers", CreateMembers);
        registry.AddSecurityHub("ListMembers", ListMembers);
        registry.AddSecurityHub("GetMembers", GetMembers);
        registry.AddSecurityHub("DisassociateMembers", DisassociateMembers);
        registry.AddSecurityHub("DeleteMembers", DeleteMembers);
        registry.AddSecurityHub("GetAdministratorAccount", GetAdministratorAccount);
        registry.AddSecurityHub("DisassociateFromAdministratorAccount", DisassociateFromAdministratorAccount);
    }

    /// <summary>The administrator the account is a member of, or null.</summary>
    public static string? AdministratorOf(CallContext call, string account) =>
        Hubs.Administrators.Find(call, account, call.Region) is { } administrator && Table(call, administrator).Find(account)?.Text("MemberStatus") == Enabled
            ? administrator
            : null;

    public static IEnumerable<string> Associated(CallContext call, string administrator) =>
        Table(call, administrator).List().Where(entry => entry.Value.Text("MemberStatus") == Enabled).Select(entry => entry.Key);

    /// <summary>Turns Security Hub on in accounts that joined since AutoEnable was set.</summary>
    public static void Reconcile(CallContext call)
    {
        if (Hubs.Administrators.Find(call, call.Account, call.Region) is not { } administrator || FindConfiguration(call, administrator) is not { } configuration
            || configuration.Flag("AutoEnable") != true)
            return;
        foreach (var account in OrganizationAdministrators.Members(call, administrator))
        {
            if (account.Time("JoinedTimestamp") >= configuration.Time("Since") && Table(call, administrator).Find(account.RequiredText("Id")) is null)
                Associate(call, administrator, account, configuration.Text("AutoEnableStandards") != "NONE");
        }
    }

    // Partition ("securityhub", administrator, region, member). Id: account.
    private static ResourceTable Table(CallContext call, string administrator) => call.TableOf(Hubs.Service, administrator, call.Region, "member");

    private static JsonObject? FindConfiguration(CallContext call, string administrator) => call.TableOf(Hubs.Service, administrator, call.Region, Configuration).Find(Configuration);

    private static void Associate(CallContext call, string administrator, JsonObject account, bool defaultStandards)
    {
        var id = account.RequiredText("Id");
        Table(call, administrator).Put(id, new JsonObject
        {
            ["AccountId"] = id,
            ["Email"] = account.Text("Email"),
            ["MasterId"] = administrator,
            ["AdministratorId"] = administrator,
            ["MemberStatus"] = Enabled,
            ["InvitedAt"] = call.Now.Timestamp(),
            ["UpdatedAt"] = call.Now.Timestamp(),
        });
        if (Hubs.Find(call, id) is null)
            Hubs.Enable(call, id, defaultStandards);
    }

    private static JsonObject EnableOrganizationAdminAccount(CallContext call, JsonObject input)
    {
        var account = input.RequiredText("AdminAccountId", "InvalidInputException");
        Hubs.Administrators.Enable(call, account);
        if (Hubs.Find(call, account) is null)
            Hubs.Enable(call, account, defaultStandards: true);
        return new JsonObject { ["AdminAccountId"] = account, ["Feature"] = "SecurityHub" };
    }

    private static JsonObject ListOrganizationAdminAccounts(CallContext call, JsonObject input)
    {
        Hubs.Administrators.RequireManagement(call);
        JsonArray accounts = Hubs.Administrators.Find(call, call.Account, call.Region) is { } account
            ? new JsonArray(new JsonObject { ["AccountId"] = account, ["Status"] = "ENABLED" })
            : [];
        return new JsonObject { ["AdminAccounts"] = accounts, ["Feature"] = "SecurityHub" };
    }

    private static void RequireAdministrator(CallContext call)
    {
        Hubs.Require(call);
        if (!Hubs.Administrators.IsAdministrator(call))
            throw new AwsErrorException("InvalidAccessException", $"Account {call.Account} is not an administrator for this organization", 401);
    }

    private static JsonObject DescribeOrganizationConfiguration(CallContext call, JsonObject input)
    {
        RequireAdministrator(call);
        var configuration = FindConfiguration(call, call.Account);
        return new JsonObject
        {
            ["AutoEnable"] = configuration?.Flag("AutoEnable") == true,
            ["AutoEnableStandards"] = configuration?.Text("AutoEnableStandards") ?? "DEFAULT",
            ["MemberAccountLimitReached"] = false,
            ["OrganizationConfiguration"] = new JsonObject { ["ConfigurationType"] = "LOCAL", ["Status"] = "ENABLED" },
        };
    }

    private static JsonObject UpdateOrganizationConfiguration(CallContext call, JsonObject input)
    {
        RequireAdministrator(call);
        if (input.Structure("OrganizationConfiguration")?.Text("ConfigurationType") == "CENTRAL")
            throw Hubs.InvalidInput("The sandbox does local configuration only; central configuration policies are not available.");
        var existing = FindConfiguration(call, call.Account);
        var autoEnable = input.Flag("AutoEnable") ?? throw Hubs.InvalidInput("AutoEnable is required.");
        call.TableOf(Hubs.Service, call.Account, call.Region, Configuration).Put(Configuration, new JsonObject
        {
            ["AutoEnable"] = autoEnable,
            ["AutoEnableStandards"] = input.Text("AutoEnableStandards") ?? existing?.Text("AutoEnableStandards") ?? "DEFAULT",
            ["Since"] = existing?.Flag("AutoEnable") == true ? existing.Text("Since") : call.Now.Timestamp(),
        });
        return [];
    }

    private static JsonObject CreateMembers(CallContext call, JsonObject input)
    {
        Hubs.Require(call);
        var accounts = Hubs.Administrators.IsAdministrator(call)
            ? OrganizationAdministrators.Members(call, call.Account).ToDictionary(account => account.RequiredText("Id"), StringComparer.Ordinal)
            : [];
        var unprocessed = new JsonArray();
        foreach (var details in input.Structures("AccountDetails"))
        {
            var id = details.RequiredText("AccountId", "InvalidInputException");
            if (!accounts.TryGetValue(id, out var account))
                unprocessed.Add(Unprocessed(id, "The account is not a member of the organization, and the sandbox takes no invitations."));
            else if (AdministratorOf(call, id) is null)
                Associate(call, call.Account, account, FindConfiguration(call, call.Account)?.Text("AutoEnableStandards") != "NONE");
        }
        return new JsonObject { ["UnprocessedAccounts"] = unprocessed };
    }

    private static JsonObject ListMembers(CallContext call, JsonObject input)
    {
        Hubs.Require(call);
        var members = Table(call, call.Account).List().Select(entry => entry.Value)
            .Where(member => input.Flag("OnlyAssociated") == false || member.Text("MemberStatus") == Enabled).ToList();
        var page = call.Page(members, input.Text("NextToken"), input.Number("MaxResults"), 50, "InvalidInputException");
        return page.Answer(new JsonObject { ["Members"] = page.Items.Select(member => member.DeepClone()).ToJsonArray() });
    }

    private static JsonObject GetMembers(CallContext call, JsonObject input)
    {
        Hubs.Require(call);
        var (members, unprocessed) = (new JsonArray(), new JsonArray());
        foreach (var id in input.Texts("AccountIds"))
        {
            if (Table(call, call.Account).Find(id) is { } member)
                members.Add(member.DeepClone());
            else
                unprocessed.Add(Unprocessed(id, "The account is not a member."));
        }
        return new JsonObject { ["Members"] = members, ["UnprocessedAccounts"] = unprocessed };
    }

    private static JsonObject DisassociateMembers(CallContext call, JsonObject input)
    {
        RequireAdministrator(call);
        foreach (var id in input.Texts("AccountIds").Where(id => Table(call, call.Account).Contains(id)))
            Table(call, call.Account).Update(id, member => member["MemberStatus"] = "Removed");
        return [];
    }

    private static JsonObject DeleteMembers(CallContext call, JsonObject input)
    {
        RequireAdministrator(call);
        var unprocessed = new JsonArray();
        foreach (var id in input.Texts("AccountIds"))
        {
            if (Table(call, call.Account).Find(id)?.Text("MemberStatus") is null or Enabled)
                unprocessed.Add(Unprocessed(id, "The account must be a disassociated member."));
            else
                Table(call, call.Account).Remove(id);
        }
        return new JsonObject { ["UnprocessedAccounts"] = unprocessed };
    }

    private static JsonObject Unprocessed(string account, string result) => new() { ["AccountId"] = account, ["ProcessingResult"] = result };

    private static JsonObject GetAdministratorAccount(CallContext call, JsonObject input)
    {
        Hubs.Require(call);
        return AdministratorOf(call, call.Account) is { } administrator
            ? new JsonObject { ["Administrator"] = new JsonObject { ["AccountId"] = administrator, ["MemberStatus"] = Enabled, ["InvitedAt"] = Table(call, administrator).Find(call.Account)!.Text("InvitedAt") } }
            : [];
    }

    private static JsonObject DisassociateFromAdministratorAccount(CallContext call, JsonObject input)
    {
        Hubs.Require(call);
        throw AdministratorOf(call, call.Account) is null
            ? new AwsErrorException("ResourceNotFoundException", "The account has no administrator account.", 404)
            : Hubs.InvalidInput("An organization member cannot disassociate from its administrator account.");
    }
}
