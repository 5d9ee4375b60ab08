using System.Text.Json.Nodes;
using Landward.LandingZone.Specification;

namespace Landward.LandingZone.Desired;

internal sealed partial class DesiredStateBuilder
{
    private const string ControlPoliciesAddress = "organization/policy-types/SERVICE_CONTROL_POLICY";
    private const string IsolationAddress = "policies/" + LandwardNames.IsolationPolicy;

    private static string TrustedAccessAddress(string service) => "organization/trusted-access/" + service;

    private static string UnitAddress(string path) => "units/" + path;

    private void AddOrganization()
    {
        Add(Wave.Organization, ResourceKind.Organization, OrganizationAddress, Management, null, new JsonObject { ["featureSet"] = "ALL" });
        Add(Wave.Organization, ResourceKind.PolicyTypeEnablement, ControlPoliciesAddress, Management, null,
            new JsonObject { ["policyType"] = "SERVICE_CONTROL_POLICY", ["status"] = "ENABLED" }, dependsOn: OrganizationAddress);
        foreach (var service in TrustedServices())
        {
            Add(Wave.Organization, ResourceKind.TrustedAccess, TrustedAccessAddress(service), Management, null,
                new JsonObject { ["servicePrincipal"] = service, ["enabled"] = true }, dependsOn: OrganizationAddress);
        }
        if (spec.Access.CentralRootManagement is { } central)
        {
            Add(Wave.Organization, ResourceKind.RootCredentialsManagement, "organization/root-credentials-management", Management, null,
                new JsonObject { ["enabled"] = true }, absent: !central,
                dependsOn: [OrganizationAddress, central ? TrustedAccessAddress("iam.amazonaws.com") : null]);
        }
    }

    /// <summary>Service principals that need trusted access. Source: AWS Organizations User Guide, "AWS services that you can use with AWS Organizations".</summary>
    private IEnumerable<string> TrustedServices()
    {
        var security = spec.Security;
        if (security.CloudTrail.State is SettingState.Managed)
            yield return "cloudtrail.amazonaws.com";
        if (security.Config.State is SettingState.Managed)
        {
            yield return "config.amazonaws.com";
            yield return "config-multiaccountsetup.amazonaws.com";
        }
        if (security.GuardDuty.Value is { } guardDuty)
        {
            yield return "guardduty.amazonaws.com";
            if (guardDuty.Features.Contains("EBS_MALWARE_PROTECTION"))
                yield return "malware-protection.guardduty.amazonaws.com";
        }
        if (security.SecurityHub.State is SettingState.Managed)
            yield return "securityhub.amazonaws.com";
        if (security.AccessAnalyzer.State is SettingState.Managed)
            yield return "access-analyzer.amazonaws.com";
        if (spec.Access.IdentityCenter is not null)
            yield return "sso.amazonaws.com";
        if (spec.Access.CentralRootManagement is true)
            yield return "iam.amazonaws.com";
    }

    private void AddUnits()
    {
        foreach (var unit in spec.Units)
        {
            var properties = new JsonObject { ["name"] = unit.Name, ["parent"] = Reference.To(Reference.Unit(unit.ParentPath)), ["tags"] = Tags(unit.Path) };
            if (unit.Moved is { } moved)
                properties["moved"] = moved;
            Add(Wave.Units, ResourceKind.OrganizationalUnit, UnitAddress(unit.Path), Management, null, properties,
                dependsOn: unit.ParentPath.Length == 0 ? OrganizationAddress : UnitAddress(unit.ParentPath));
        }
        var isolated = spec.Units.Where(unit => unit.Path is LandwardNames.QuarantineUnit or LandwardNames.SuspendedUnit).ToArray();
        if (isolated.Length == 0)
            return;
        Add(Wave.Units, ResourceKind.ServiceControlPolicy, IsolationAddress, Management, null,
            PolicyProperties(LandwardNames.IsolationPolicy, "Landward: nobody but Landward acts in these accounts.", ControlPolicyDocuments.Isolation()),
            dependsOn: ControlPoliciesAddress);
        foreach (var unit in isolated)
            AddAttachment(Wave.Units, LandwardNames.IsolationPolicy, unit.Path, IsolationAddress);
    }

    private void AddAccounts()
    {
        var isolation = spec.Units.Where(unit => unit.Path is LandwardNames.QuarantineUnit).Select(unit => AttachmentAddress(LandwardNames.IsolationPolicy, unit.Path)).FirstOrDefault();
        foreach (var account in spec.Accounts)
        {
            var tags = Tags(account.Key);
            foreach (var (key, value) in account.Tags)
                tags[key] = value;
            Add(Wave.Accounts, ResourceKind.Account, AccountAddress(account.Key), Management, null,
                new JsonObject { ["name"] = account.Name, ["email"] = account.Email, ["unit"] = Reference.To(Reference.Unit(account.UnitPath)), ["tags"] = tags },
                dependsOn: [UnitAddress(account.UnitPath), isolation]);
            Add(Wave.Accounts, ResourceKind.ExecutionRole, In(account.Key, null, "execution-role"), account.Key, null,
                Role(LandwardNames.ExecutionRole, RolePolicies.TrustAccount(Reference.To(Reference.ManagementId)), "arn:aws:iam::aws:policy/AdministratorAccess"),
                dependsOn: AccountAddress(account.Key));
        }
    }

    private static JsonObject Role(string name, JsonObject trust, params IEnumerable<string> managedPolicies) => new()
    {
        ["name"] = name,
        ["path"] = LandwardNames.RolePath,
        ["trustPolicy"] = trust,
        ["managedPolicies"] = Texts(managedPolicies),
    };

    private static JsonObject PolicyProperties(string name, string description, JsonNode document) =>
        new() { ["name"] = name, ["type"] = "SERVICE_CONTROL_POLICY", ["description"] = description, ["document"] = document, ["tags"] = Tags(name) };

    private static string AttachmentAddress(string policy, string unitPath) => $"policies/{policy}/attachments/{(unitPath.Length == 0 ? "root" : unitPath)}";

    private void AddAttachment(Wave wave, string policy, string unitPath, string policyAddress) =>
        Add(wave, ResourceKind.PolicyAttachment, AttachmentAddress(policy, unitPath), Management, null,
            new JsonObject { ["policy"] = policy, ["target"] = Reference.To(Reference.Unit(unitPath)) },
            dependsOn: [policyAddress, unitPath.Length == 0 ? OrganizationAddress : UnitAddress(unitPath)]);
}
