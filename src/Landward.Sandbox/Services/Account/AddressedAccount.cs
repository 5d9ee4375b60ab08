using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Organizations;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Account;

/// <summary>
/// The account a call of the Account Management API is about: the caller's own, or a member named by AccountId when the caller is the
/// management account or the delegated administrator of the service.
/// </summary>
internal static class AddressedAccount
{
    private const string Principal = "account.amazonaws.com";

    public static string Of(CallContext call, JsonObject input)
    {
        if (input.Text("AccountId") is not { } account)
            return call.Account;
        var organization = OrganizationState.Of(call, call.Account);
        // The management account itself is addressed without AccountId ("GetAlternateContact", Account Management API reference).
        if (organization is null || organization.FindAccount(account) is null || account == organization.ManagementAccountId
            || !organization.IsAdministeredBy(call.Account, Principal))
            throw new AwsErrorException(
                "AccessDeniedException", $"User: {call.Caller.Arn} is not authorized to perform: account:{call.Operation} (Access denied)", 403);
        return organization.ServiceAccess.Contains(Principal) || call.Account != organization.ManagementAccountId
            ? account
            : throw new AwsErrorException(
                "AccessDeniedException",
                $"User: {call.Caller.Arn} is not authorized to perform: account:{call.Operation} (Your organization must first enable trusted access "
                + "with AWS Account Management.)",
                403);
    }

    public static ResourceTable Table(CallContext call, string account, string type) => call.TableOf("account", account, ResourceKey.Global, type);
}
