using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>Trusted access: AWS services that may act in the organization.</summary>
internal static partial class TrustedServices
{
    public static JsonObject EnableAWSServiceAccess(CallContext call, JsonObject input)
    {
        Enable(call, OrganizationState.ForManagement(call), ServicePrincipal(input));
        return [];
    }

    public static JsonObject DisableAWSServiceAccess(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        organization.ServiceAccess.Remove(ServicePrincipal(input));
        return [];
    }

    public static JsonObject ListAWSServiceAccessForOrganization(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        return OrganizationsPages.Answer(
            call, input, "EnabledServicePrincipals",
            [.. organization.ServiceAccess.List().Select(entry => entry.Value.CopyMembers([], "ServicePrincipal", "DateEnabled"))]);
    }

    /// <summary>What EnableAWSServiceAccess does; services whose own enable call includes it use this. Enabling twice changes nothing.</summary>
    public static void Enable(CallContext call, OrganizationState organization, string servicePrincipal)
    {
        if (organization.ServiceAccess.Contains(servicePrincipal))
            return;
        organization.ServiceAccess.Put(servicePrincipal, new JsonObject
        {
            ["ServicePrincipal"] = servicePrincipal,
            ["DateEnabled"] = SandboxTime.Format(call.Now),
        });
    }

    public static string ServicePrincipal(JsonObject input) =>
        input.RequiredText("ServicePrincipal", "InvalidInputException") is { Length: <= 128 } principal && PrincipalPattern().IsMatch(principal)
            ? principal
            : throw OrganizationsErrors.InvalidInput("UNRECOGNIZED_SERVICE_PRINCIPAL", "You specified an unrecognized service principal.");

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.amazonaws\.com$", RegexOptions.NonBacktracking)]
    private static partial Regex PrincipalPattern();
}
