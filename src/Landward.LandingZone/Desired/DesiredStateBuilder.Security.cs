using System.Text.Json.Nodes;
using Landward.LandingZone.Specification;

namespace Landward.LandingZone.Desired;

internal sealed partial class DesiredStateBuilder
{
    private string? AuditKey => spec.AccountWithRole(AccountRole.Audit)?.Key;

    private static string AdministratorAddress(string service, string? region) =>
        region is null ? "organization/delegated-administrators/" + service : $"organization/delegated-administrators/{service}/{region}";

    private void AddDelegatedAdministrators()
    {
        if (AuditKey is not { } audit)
            return;
        var security = spec.Security;
        if (security.Config.Value is { Aggregator: true })
        {
            AddAdministrator("config.amazonaws.com", audit, null, "config.amazonaws.com");
            AddAdministrator("config-multiaccountsetup.amazonaws.com", audit, null, "config-multiaccountsetup.amazonaws.com");
        }
        if (security.AccessAnalyzer.State is SettingState.Managed)
            AddAdministrator("access-analyzer.amazonaws.com", audit, null, "access-analyzer.amazonaws.com");
        foreach (var region in spec.Organization.Regions)
        {
            if (security.GuardDuty.State is SettingState.Managed)
                AddAdministrator("guardduty", audit, region, "guardduty.amazonaws.com");
            if (security.SecurityHub.State is SettingState.Managed)
                AddAdministrator("securityhub", audit, region, "securityhub.amazonaws.com");
        }
    }

    private void AddAdministrator(string service, string account, string? region, string trusted) =>
        Add(Wave.DelegatedAdministrators, ResourceKind.DelegatedAdministrator, AdministratorAddress(service, region), Management, region,
            new JsonObject { ["service"] = service, ["account"] = Reference.To(Reference.Account(account)) },
            dependsOn: [AccountAddress(account), TrustedAccessAddress(trusted)]);

    private void AddSecurityServices()
    {
        foreach (var region in spec.Organization.Regions)
        {
            AddGuardDuty(region);
            AddSecurityHub(region);
            AddAnalyzers(region);
        }
        if (AuditKey is { } audit)
        {
            AddAggregator(audit);
            AddFindingAggregator(audit);
        }
    }

    private void AddGuardDuty(string region)
    {
        var setting = spec.Security.GuardDuty;
        if (setting.State is SettingState.Off)
        {
            foreach (var account in AccountKeys)
                Add(Wave.Security, ResourceKind.GuardDutyDetector, In(account, region, "guardduty-detector"), account, region, new JsonObject { ["enabled"] = true }, absent: true);
        }
        if (setting.Value is not { } guardDuty || AuditKey is not { } audit)
            return;
        // The delegated administrator cannot enable GuardDuty in the management account: it enables itself.
        Add(Wave.Baseline, ResourceKind.GuardDutyDetector, In(Management, region, "guardduty-detector"), Management, region, new JsonObject { ["enabled"] = true });
        var features = new JsonObject();
        foreach (var feature in guardDuty.Features)
            features[feature] = guardDuty.AutoEnable;
        Add(Wave.Security, ResourceKind.GuardDutyOrganization, In(audit, region, "guardduty-organization"), audit, region,
            new JsonObject { ["autoEnable"] = guardDuty.AutoEnable, ["features"] = features },
            dependsOn: [Ready(audit), AdministratorAddress("guardduty", region)]);
    }

    private void AddSecurityHub(string region)
    {
        var setting = spec.Security.SecurityHub;
        if (setting.State is SettingState.Unmanaged)
            return;
        foreach (var account in AccountKeys)
        {
            Add(Wave.Baseline, ResourceKind.SecurityHub, In(account, region, "security-hub"), account, region,
                new JsonObject { ["enabled"] = true, ["standards"] = Texts(setting.Value?.Standards ?? []) },
                absent: setting.State is SettingState.Off,
                Ready(account), Recording(account, region));
        }
        if (setting.State is SettingState.Off || AuditKey is not { } audit)
            return;
        Add(Wave.Security, ResourceKind.SecurityHubOrganization, In(audit, region, "security-hub-organization"), audit, region,
            new JsonObject { ["autoEnable"] = true, ["autoEnableStandards"] = "NONE" },
            dependsOn: [Ready(audit), AdministratorAddress("securityhub", region), In(audit, region, "security-hub")]);
        var members = AccountKeys.Where(key => key != audit).Select(key => Reference.To(Reference.Account(key)));
        Add(Wave.Security, ResourceKind.SecurityHubMembers, In(audit, region, "security-hub-members"), audit, region,
            new JsonObject { ["accounts"] = Texts(members) },
            dependsOn: [In(audit, region, "security-hub-organization")]);
    }

    private void AddAnalyzers(string region)
    {
        var setting = spec.Security.AccessAnalyzer;
        if (setting.State is SettingState.Unmanaged || AuditKey is not { } audit)
            return;
        var off = setting.State is SettingState.Off;
        if (off || setting.Value!.External)
            AddAnalyzer(audit, region, LandwardNames.ExternalAnalyzer, new JsonObject { ["type"] = "ORGANIZATION" }, off);
        if (off || setting.Value!.UnusedDays is not null)
        {
            var properties = new JsonObject { ["type"] = "ORGANIZATION_UNUSED_ACCESS" };
            if (setting.Value?.UnusedDays is { } days)
                properties["unusedAccessAge"] = days;
            AddAnalyzer(audit, region, LandwardNames.UnusedAnalyzer, properties, off);
        }
    }

    private void AddAnalyzer(string audit, string region, string name, JsonObject properties, bool absent)
    {
        properties["name"] = name;
        Add(Wave.Security, ResourceKind.Analyzer, In(audit, region, "analyzers/" + name), audit, region, properties, absent,
            absent ? [] : [Ready(audit), AdministratorAddress("access-analyzer.amazonaws.com", null)]);
    }

    private void AddAggregator(string audit)
    {
        if (spec.Security.Config.Value is not { Aggregator: true })
            return;
        var role = Add(Wave.Security, ResourceKind.ServiceRole, In(audit, null, "roles/" + LandwardNames.AggregatorRole), audit, null,
            Role(LandwardNames.AggregatorRole, RolePolicies.TrustService("config.amazonaws.com"), "arn:aws:iam::aws:policy/service-role/AWSConfigRoleForOrganizations"),
            dependsOn: Ready(audit));
        Add(Wave.Security, ResourceKind.ConfigAggregator, In(audit, HomeRegion, "config-aggregator"), audit, HomeRegion,
            new JsonObject
            {
                ["name"] = LandwardNames.Config,
                ["role"] = $"arn:aws:iam::{Reference.To(Reference.Account(audit))}:role/landward/{LandwardNames.AggregatorRole}",
                ["allRegions"] = true,
            },
            dependsOn: [role.Address, AdministratorAddress("config.amazonaws.com", null)]);
    }

    private void AddFindingAggregator(string audit)
    {
        if (spec.Security.SecurityHub.Value is not { } hub || spec.Organization.Regions.Length < 2)
            return;
        Add(Wave.Security, ResourceKind.FindingAggregator, In(audit, hub.HomeRegion, "finding-aggregator"), audit, hub.HomeRegion,
            new JsonObject
            {
                ["mode"] = "SPECIFIED_REGIONS",
                ["regions"] = Texts(spec.Organization.Regions.Where(region => region != hub.HomeRegion).Order(StringComparer.Ordinal)),
            },
            dependsOn: [In(audit, hub.HomeRegion, "security-hub")]);
    }

    private void AddAlerting()
    {
        if (spec.Security.SecurityHub.State is not SettingState.Managed || AuditKey is not { } audit)
            return;
        foreach (var region in spec.Organization.Regions)
        {
            var topicArn = $"arn:aws:sns:{region}:{Reference.To(Reference.Account(audit))}:{LandwardNames.Topic}";
            var topic = Add(Wave.Alerting, ResourceKind.SnsTopic, In(audit, region, "topics/" + LandwardNames.Topic), audit, region,
                new JsonObject { ["arn"] = topicArn, ["policy"] = AlertDocuments.TopicPolicy(topicArn, region, Reference.To(Reference.Account(audit))) },
                dependsOn: Ready(audit));
            Add(Wave.Alerting, ResourceKind.EventRule, In(audit, region, "rules/" + LandwardNames.FindingsRule), audit, region,
                new JsonObject
                {
                    ["name"] = LandwardNames.FindingsRule,
                    ["eventPattern"] = AlertDocuments.FindingsPattern(),
                    ["state"] = "ENABLED",
                    ["targets"] = Texts([topicArn]),
                },
                dependsOn: [topic.Address, In(audit, region, "security-hub")]);
        }
    }
}
