using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.GuardDuty;

/// <summary>GuardDuty for an organization: its administrator, and what is turned on in member accounts by itself.</summary>
internal static class OrganizationConfiguration
{
    // Partition ("guardduty", administrator, region, organization-configuration), id the same word.
    // Members: AutoEnableOrganizationMembers, Since (when it was set), Features (object: name to NEW, ALL, NONE).
    private const string Type = "organization-configuration";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddGuardDuty("EnableOrganizationAdminAccount", EnableOrganizationAdminAccount);
        registry.AddGuardDuty("DisableOrganizationAdminAccount", (call, input) =>
        {
            Detectors.Administrators.Disable(call, input.RequiredText("AdminAccountId", "BadRequestException"));
            return [];
        });
        registry.AddGuardDuty("ListOrganizationAdminAccounts", ListOrganizationAdminAccounts);
        registry.AddGuardDuty("DescribeOrganizationConfiguration", DescribeOrganizationConfiguration);
        registry.AddGuardDuty("UpdateOrganizationConfiguration", UpdateOrganizationConfiguration);
    }

    public static JsonObject? Find(CallContext call, string administrator) => Table(call, administrator).Find(Type);

    private static ResourceTable Table(CallContext call, string administrator) => call.TableOf(Detectors.Service, administrator, call.Region, Type);

    private static JsonObject EnableOrganizationAdminAccount(CallContext call, JsonObject input)
    {
        var account = input.RequiredText("AdminAccountId", "BadRequestException");
        Detectors.Administrators.Enable(call, account);
        // GuardDuty turns itself on in the administrator's account.
        if (Detectors.Of(call, account) is null)
            Detectors.Create(call, account, DetectorFeatures.Defaults(call));
        return [];
    }

    private static JsonObject ListOrganizationAdminAccounts(CallContext call, JsonObject input)
    {
        Detectors.Administrators.RequireManagement(call);
        var accounts = Detectors.Administrators.Find(call, call.Account, call.Region) is { } account
            ? new JsonArray(new JsonObject { ["AdminAccountId"] = account, ["AdminStatus"] = "ENABLED" })
            : [];
        return new JsonObject { ["AdminAccounts"] = accounts };
    }

    private static void RequireAdministrator(CallContext call, JsonObject input)
    {
        Detectors.Require(call, input);
        if (!Detectors.Administrators.IsAdministrator(call))
            throw Detectors.BadRequest("The request is rejected because the current account is not the delegated administrator for the organization.");
    }

    private static JsonObject DescribeOrganizationConfiguration(CallContext call, JsonObject input)
    {
        RequireAdministrator(call, input);
        var configuration = Find(call, call.Account);
        var members = configuration?.Text("AutoEnableOrganizationMembers") ?? "NONE";
        return new JsonObject
        {
            ["AutoEnable"] = members != "NONE",
            ["AutoEnableOrganizationMembers"] = members,
            ["MemberAccountLimitReached"] = false,
            ["Features"] = DetectorFeatures.Names.Select(name => (JsonNode?)new JsonObject
            {
                ["Name"] = name,
                ["AutoEnable"] = configuration?.Structure("Features")?.Text(name) ?? "NONE",
                ["AdditionalConfiguration"] = configuration?.Structure("AdditionalConfiguration")?[name]?.DeepClone() ?? new JsonArray(),
            }).ToJsonArray(),
        };
    }

    private static JsonObject UpdateOrganizationConfiguration(CallContext call, JsonObject input)
    {
        RequireAdministrator(call, input);
        if (input.ContainsKey("AutoEnable") && input.ContainsKey("AutoEnableOrganizationMembers"))
            throw Detectors.BadRequest("The request is rejected because autoEnable and autoEnableOrganizationMembers can't be used together.");
        var configuration = Find(call, call.Account)?.Copy() ?? new JsonObject { ["AutoEnableOrganizationMembers"] = "NONE", ["Features"] = new JsonObject(), ["AdditionalConfiguration"] = new JsonObject() };
        var members = input.Text("AutoEnableOrganizationMembers") ?? (input.Flag("AutoEnable") is { } flag ? flag ? "NEW" : "NONE" : configuration.Text("AutoEnableOrganizationMembers"));
        Check(members);
        if (members != configuration.Text("AutoEnableOrganizationMembers"))
            configuration["Since"] = call.Now.Timestamp();
        configuration["AutoEnableOrganizationMembers"] = members;
        foreach (var feature in input.Structures("Features"))
        {
            var name = feature.RequiredText("Name", "BadRequestException");
            if (!DetectorFeatures.Names.Contains(name, StringComparer.Ordinal))
                throw Detectors.BadRequest($"The request is rejected because the feature {name} is not supported.");
            Check(feature.Text("AutoEnable"));
            configuration["Features"]![name] = feature.Text("AutoEnable");
            if (feature["AdditionalConfiguration"] is { } additional)
                configuration["AdditionalConfiguration"]![name] = additional.DeepClone();
        }
        Table(call, call.Account).Put(Type, configuration);
        Members.Reconcile(call);
        return [];
    }

    private static void Check(string? value)
    {
        if (value is not ("NEW" or "ALL" or "NONE"))
            throw Detectors.BadRequest("The request is rejected because the parameter autoEnable has an invalid value.");
    }
}
