using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.GuardDuty;

/// <summary>Member accounts of the organization's GuardDuty administrator.</summary>
internal static class Members
{
    private const string Enabled = "Enabled";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddGuardDuty("ListMembers", ListMembers);
        registry.AddGuardDuty("GetMembers", GetMembers);
        registry.AddGuardDuty("CreateMembers", CreateMembers);
        registry.AddGuardDuty("DisassociateMembers", (call, input) => Change(call, input, "Removed"));
        registry.AddGuardDuty("DeleteMembers", DeleteMembers);
        registry.AddGuardDuty("GetMemberDetectors", GetMemberDetectors);
        registry.AddGuardDuty("UpdateMemberDetectors", UpdateMemberDetectors);
        registry.AddGuardDuty("GetAdministratorAccount", GetAdministratorAccount);
        registry.AddGuardDuty("DisassociateFromAdministratorAccount", DisassociateFromAdministratorAccount);
    }

    /// <summary>Partition ("guardduty", administrator, region, member). Id: account. Members: AccountId, Email, RelationshipStatus, UpdatedAt.</summary>
    public static ResourceTable Table(CallContext call, string administrator) => call.TableOf(Detectors.Service, administrator, call.Region, "member");

    /// <summary>The administrator the account is a member of, or null.</summary>
    public static string? AdministratorOf(CallContext call, string account) =>
        Detectors.Administrators.Find(call, account, call.Region) is { } administrator && Table(call, administrator).Find(account)?.Text("RelationshipStatus") == Enabled
            ? administrator
            : null;

    /// <summary>
    /// Makes member detectors exist as the organization's configuration wants them: in every account, or in those that joined
    /// since it was set. AWS does this in the background; here it has happened before the next call that could see it.
    /// </summary>
    public static void Reconcile(CallContext call)
    {
        if (Detectors.Administrators.Find(call, call.Account, call.Region) is not { } administrator
            || OrganizationConfiguration.Find(call, administrator) is not { } configuration)
            return;
        var mode = configuration.Text("AutoEnableOrganizationMembers");
        if (mode == "NONE")
            return;
        foreach (var account in OrganizationAdministrators.Members(call, administrator))
        {
            var id = account.RequiredText("Id");
            if (call.Account != administrator && call.Account != id)
                continue;
            if (mode == "ALL" || account.Time("JoinedTimestamp") >= configuration.Time("Since"))
                Associate(call, administrator, account, configuration);
        }
    }

    private static void Associate(CallContext call, string administrator, JsonObject account, JsonObject configuration)
    {
        var id = account.RequiredText("Id");
        if (Table(call, administrator).Find(id)?.Text("RelationshipStatus") != Enabled)
            Table(call, administrator).Put(id, NewMember(call, account, Enabled));
        var detector = Detectors.Of(call, id);
        var wanted = DetectorFeatures.Names.Where(name => configuration.Structure("Features")?.Text(name) is { } auto && (auto == "ALL" || (auto == "NEW" && detector is null))).ToList();
        detector ??= Detectors.Create(call, id, DetectorFeatures.Disabled(call));
        if (detector.Text("Status") == "ENABLED" && wanted.TrueForAll(name => detector.Structure("Features")?.Structure(name)?.Text("Status") == "ENABLED"))
            return;
        Detectors.Table(call, id).Update(detector.RequiredText("Id"), document =>
        {
            document["Status"] = "ENABLED";
            var features = wanted.Select(name => (JsonNode?)new JsonObject { ["Name"] = name, ["Status"] = "ENABLED" }).ToJsonArray();
            DetectorFeatures.Apply(call, (JsonObject)document["Features"]!, new JsonObject { ["Features"] = features });
        });
    }

    private static JsonObject NewMember(CallContext call, JsonObject account, string status) => new()
    {
        ["AccountId"] = account.Text("Id"),
        ["Email"] = account.Text("Email"),
        ["RelationshipStatus"] = status,
        ["InvitedAt"] = call.Now.Timestamp(),
        ["UpdatedAt"] = call.Now.Timestamp(),
    };

    private static JsonObject Shown(CallContext call, JsonObject member)
    {
        var shown = member.Copy();
        shown["MasterId"] = call.Account;
        shown["AdministratorId"] = call.Account;
        if (Detectors.Of(call, member.RequiredText("AccountId")) is { } detector)
            shown["DetectorId"] = detector.Text("Id");
        return shown;
    }

    private static JsonObject ListMembers(CallContext call, JsonObject input)
    {
        Detectors.Require(call, input);
        var members = Table(call, call.Account).List().Select(entry => entry.Value)
            .Where(member => input.Text("OnlyAssociated") == "false" || member.Text("RelationshipStatus") == Enabled).ToList();
        var page = call.Page(members, input.Text("NextToken"), input.Number("MaxResults"), 50, "BadRequestException");
        return page.Answer(new JsonObject { ["Members"] = page.Items.Select(member => (JsonNode?)Shown(call, member)).ToJsonArray() });
    }

    private static JsonObject GetMembers(CallContext call, JsonObject input)
    {
        var found = new JsonArray();
        var output = EachMember(call, input, (_, member) => found.Add(Shown(call, member)));
        output["Members"] = found;
        return output;
    }

    private static JsonObject CreateMembers(CallContext call, JsonObject input)
    {
        Detectors.Require(call, input);
        var organization = OrganizationAdministrators.Members(call, call.Account).ToDictionary(account => account.RequiredText("Id"), StringComparer.Ordinal);
        var unprocessed = new JsonArray();
        foreach (var details in input.Structures("AccountDetails"))
        {
            var id = details.RequiredText("AccountId", "BadRequestException");
            if (!Detectors.Administrators.IsAdministrator(call) || !organization.TryGetValue(id, out var account))
            {
                unprocessed.Add(Unprocessed(id, "The request is rejected because the account is not a member of the organization."));
                continue;
            }
            Associate(call, call.Account, account, []);
        }
        return new JsonObject { ["UnprocessedAccounts"] = unprocessed };
    }

    private static JsonObject Change(CallContext call, JsonObject input, string status)
    {
        if (OrganizationConfiguration.Find(call, call.Account)?.Text("AutoEnableOrganizationMembers") == "ALL")
            throw Detectors.BadRequest("The request is rejected because members cannot be disassociated while autoEnableOrganizationMembers is ALL.");
        return EachMember(call, input, (id, _) => Table(call, call.Account).Update(id, member =>
        {
            member["RelationshipStatus"] = status;
            member["UpdatedAt"] = call.Now.Timestamp();
        }));
    }

    private static JsonObject DeleteMembers(CallContext call, JsonObject input)
    {
        Detectors.Require(call, input);
        var unprocessed = new JsonArray();
        foreach (var id in input.Texts("AccountIds"))
        {
            if (Table(call, call.Account).Find(id) is not { } member)
                unprocessed.Add(Unprocessed(id, "The request is rejected because the given account ID is not an associated member of account the current account."));
            else if (member.Text("RelationshipStatus") == Enabled)
                unprocessed.Add(Unprocessed(id, "The request is rejected because the member must be disassociated first."));
            else
                Table(call, call.Account).Remove(id);
        }
        return new JsonObject { ["UnprocessedAccounts"] = unprocessed };
    }

    private static JsonObject GetMemberDetectors(CallContext call, JsonObject input)
    {
        var configurations = new JsonArray();
        var output = EachMember(call, input, (id, _) =>
        {
            if (Detectors.Of(call, id) is { } detector)
                configurations.Add(new JsonObject { ["AccountId"] = id, ["DataSources"] = DetectorFeatures.DataSources(detector), ["Features"] = DetectorFeatures.Shown(detector, withFoundational: false) });
        });
        output["MemberDataSourceConfigurations"] = configurations;
        return output;
    }

    private static JsonObject UpdateMemberDetectors(CallContext call, JsonObject input) => EachMember(call, input, (id, _) =>
    {
        if (Detectors.Of(call, id) is { } detector)
            Detectors.Table(call, id).Update(detector.RequiredText("Id"), document => DetectorFeatures.Apply(call, (JsonObject)document["Features"]!, input));
    });

    private static JsonObject EachMember(CallContext call, JsonObject input, Action<string, JsonObject> one)
    {
        Detectors.Require(call, input);
        var unprocessed = new JsonArray();
        foreach (var id in input.Texts("AccountIds"))
        {
            if (Table(call, call.Account).Find(id) is { } member)
                one(id, member);
            else
                unprocessed.Add(Unprocessed(id, "The request is rejected because the given account ID is not an associated member of account the current account."));
        }
        return new JsonObject { ["UnprocessedAccounts"] = unprocessed };
    }

    private static JsonObject Unprocessed(string account, string result) => new() { ["AccountId"] = account, ["Result"] = result };

    private static JsonObject GetAdministratorAccount(CallContext call, JsonObject input)
    {
        Detectors.Require(call, input);
        if (AdministratorOf(call, call.Account) is not { } administrator)
            return [];
        var member = Table(call, administrator).Find(call.Account)!;
        return new JsonObject { ["Administrator"] = new JsonObject { ["AccountId"] = administrator, ["RelationshipStatus"] = Enabled, ["InvitedAt"] = member.Text("InvitedAt") } };
    }

    private static JsonObject DisassociateFromAdministratorAccount(CallContext call, JsonObject input)
    {
        Detectors.Require(call, input);
        Detectors.RequireUnmanaged(call, "disassociate from its administrator account");
        throw Detectors.BadRequest("The request is rejected because the account is not associated with an administrator account.");
    }
}
