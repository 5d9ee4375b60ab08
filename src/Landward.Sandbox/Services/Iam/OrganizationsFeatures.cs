using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Organizations;
using Landward.Sandbox.State;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>Central management of root access for member accounts. Source: "Centrally manage root access for member accounts", IAM User Guide.</summary>
internal static class OrganizationsFeatures
{
    private const string OnlyId = "organizations-features";
    private const string Principal = "iam.amazonaws.com";

    public static OperationHandler Enable(string feature) => (call, _) => Change(call, features => features.Append(feature).Distinct(StringComparer.Ordinal));

    public static OperationHandler Disable(string feature) => (call, _) => Change(call, features => features.Where(existing => existing != feature));

    public static JsonObject ListOrganizationsFeatures(CallContext call, JsonObject input) => Answer(call, Organization(call, managementOnly: false));

    private static JsonObject Change(CallContext call, Func<IReadOnlyList<string>, IEnumerable<string>> change)
    {
        var organization = Organization(call, managementOnly: true);
        Table(call, organization).Put(OnlyId, new JsonObject { ["EnabledFeatures"] = change(Enabled(call, organization)).Order(StringComparer.Ordinal).ToJsonArray() });
        return Answer(call, organization);
    }

    private static JsonObject Answer(CallContext call, OrganizationState organization) =>
        new() { ["OrganizationId"] = organization.Id, ["EnabledFeatures"] = Enabled(call, organization).ToJsonArray() };

    private static IReadOnlyList<string> Enabled(CallContext call, OrganizationState organization) =>
        Table(call, organization).Find(OnlyId)?.Texts("EnabledFeatures") ?? [];

    private static OrganizationState Organization(CallContext call, bool managementOnly)
    {
        var organization = OrganizationState.Of(call, call.Account)
            ?? throw new AwsErrorException("OrganizationNotFoundException", "The request was rejected because no organization is associated with your account.", 404);
        if (call.Account != organization.ManagementAccountId)
        {
            if (managementOnly)
                throw new AwsErrorException(
                    "CallerIsNotManagementAccountException",
                    "The request was rejected because the account making the request is not the management account for the organization.", 403);
            if (!DelegatedAdministrators.IsRegistered(organization, call.Account, Principal))
                throw new AwsErrorException(
                    "AccountNotManagementOrDelegatedAdministratorException",
                    "The request was rejected because the account making the request is not the management account or delegated administrator account "
                    + "for centralized root access.", 403);
        }
        if (organization.Document.Text("FeatureSet") != "ALL")
            throw new AwsErrorException(
                "OrganizationNotInAllFeaturesModeException", "The request was rejected because your organization does not have All features enabled.", 400);
        return organization.ServiceAccess.Contains(Principal)
            ? organization
            : throw new AwsErrorException(
                "ServiceAccessNotEnabledException", "The request was rejected because trusted access is not enabled for IAM in AWS Organizations.", 400);
    }

    private static ResourceTable Table(CallContext call, OrganizationState organization) =>
        call.TableOf(Layout.Service, organization.ManagementAccountId, ResourceKey.Global, OnlyId);
}
