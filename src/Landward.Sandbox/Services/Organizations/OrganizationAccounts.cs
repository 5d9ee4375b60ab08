using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Layout = Landward.Sandbox.Authorization.StateLayout.Organizations;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>Member accounts: reading, moving and closing them.</summary>
internal static class OrganizationAccounts
{
    /// <summary>When the account was closed; with it the account's state follows the clock.</summary>
    private const string ClosureRequested = "ClosureRequestedTimestamp";

    public static JsonObject DescribeAccount(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        var account = organization.FindAccount(input.RequiredText("AccountId", "InvalidInputException")) ?? throw OrganizationsErrors.AccountNotFound();
        return new JsonObject { ["Account"] = Describe(call, organization, account) };
    }

    public static JsonObject ListAccounts(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        return OrganizationsPages.Answer(
            call, input, "Accounts", [.. organization.MemberAccounts().Select(account => Describe(call, organization, account))]);
    }

    public static JsonObject ListAccountsForParent(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        var parentId = input.RequiredText("ParentId", "InvalidInputException");
        if (!organization.IsParent(parentId))
            throw OrganizationsErrors.ParentNotFound();
        return OrganizationsPages.Answer(
            call, input, "Accounts", [.. organization.AccountsOf(parentId).Select(account => Describe(call, organization, account))]);
    }

    public static JsonObject MoveAccount(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var account = organization.FindAccount(input.RequiredText("AccountId", "InvalidInputException")) ?? throw OrganizationsErrors.AccountNotFound();
        var source = input.RequiredText("SourceParentId", "InvalidInputException");
        var destination = input.RequiredText("DestinationParentId", "InvalidInputException");
        if (!organization.IsParent(destination))
            throw new AwsErrorException(
                "DestinationParentNotFoundException", "You specified a destination parent that doesn't exist.");
        if (!organization.IsParent(source) || account.Text(Layout.ParentId) != source)
            throw new AwsErrorException("SourceParentNotFoundException", "You specified a source parent that doesn't exist.");
        if (source == destination)
            throw new AwsErrorException("DuplicateAccountException", "That account is already present in the specified destination.");
        organization.Accounts.Update(account.Text("Id")!, document => document[Layout.ParentId] = destination);
        return [];
    }

    public static JsonObject CloseAccount(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var account = organization.FindAccount(input.RequiredText("AccountId", "InvalidInputException")) ?? throw OrganizationsErrors.AccountNotFound();
        var id = account.Text("Id")!;
        if (id == organization.ManagementAccountId)
            throw OrganizationsErrors.Constraint(
                "CANNOT_CLOSE_MANAGEMENT_ACCOUNT",
                "You attempted to close the management account. To close the management account for the organization, you must first either "
                + "remove or close all member accounts in the organization.");
        if (account.Text(ClosureRequested) is not null)
        {
            var (_, state) = StateOf(call, account);
            throw state == "PENDING_CLOSURE"
                ? new AwsErrorException("ConflictException", "The request failed because it conflicts with the current state of the specified resource.")
                : new AwsErrorException("AccountAlreadyClosedException", "The provided account is already closed.");
        }
        if (organization.DelegatedAdministrators.Contains(id))
            throw OrganizationsErrors.Constraint(
                "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
                "You attempted to close an account that is registered as a delegated administrator for a service integrated with your organization. "
                + "To complete this operation, you must first deregister this account as a delegated administrator.");
        CheckClosingQuota(call, organization);
        organization.Accounts.Update(id, document => document[ClosureRequested] = SandboxTime.Format(call.Now));
        return [];
    }

    /// <summary>Whether the account was closed (even if the closure is still pending).</summary>
    public static bool IsClosed(JsonObject account) => account.Text(ClosureRequested) is not null;

    /// <summary>The Account structure of the API.</summary>
    public static JsonObject Describe(CallContext call, OrganizationState organization, JsonObject account)
    {
        var output = account.CopyMembers([], "Id", "Arn", "Email", "Name", "JoinedMethod", "JoinedTimestamp");
        (output["Status"], output["State"]) = StateOf(call, account);
        output["Paths"] = new JsonArray(organization.PathTo(account.Text("Id")!));
        return output;
    }

    /// <summary>Legacy Status and State. A closure is pending until the clock moves on.</summary>
    private static (string Status, string State) StateOf(CallContext call, JsonObject account)
    {
        if (account.Text(ClosureRequested) is not { } requested)
            return ("ACTIVE", "ACTIVE");
        return SandboxTime.Truncate(call.Now) > SandboxTime.Parse(requested) ? ("SUSPENDED", "CLOSED") : ("PENDING_CLOSURE", "PENDING_CLOSURE");
    }

    private static void CheckClosingQuota(CallContext call, OrganizationState organization)
    {
        var quotas = OrganizationsQuotas.Default;
        var accounts = organization.MemberAccounts().ToList();
        var allowed = Math.Clamp(accounts.Count * quotas.ClosedAccountsPercent / 100, quotas.ClosedAccountsMinimum, quotas.ClosedAccountsMaximum);
        var closed = accounts.Count(account => account.Text(ClosureRequested) is { } requested
            && call.Now - SandboxTime.Parse(requested) < TimeSpan.FromDays(30));
        if (closed >= allowed)
            throw OrganizationsErrors.Constraint("CLOSE_ACCOUNT_QUOTA_EXCEEDED", "You have exceeded close account quota for the past 30 days.");
    }
}
