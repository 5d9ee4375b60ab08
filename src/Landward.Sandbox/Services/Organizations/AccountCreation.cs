using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Iam;
using Layout = Landward.Sandbox.Authorization.StateLayout.Organizations;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>
/// Creating accounts. A request is IN_PROGRESS in the answer of CreateAccount and finished when it is described next, or listed
/// after the clock moved, as the asynchronous operation of AWS would be.
/// </summary>
internal static partial class AccountCreation
{
    public const string DefaultRoleName = "OrganizationAccountAccessRole";

    public static JsonObject CreateAccount(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var email = input.RequiredText("Email", "InvalidInputException");
        var name = input.RequiredText("AccountName", "InvalidInputException");
        var roleName = input.Text("RoleName") ?? DefaultRoleName;
        if (email.Length is < 6 or > 64 || !EmailPattern().IsMatch(email))
            throw OrganizationsErrors.InvalidInput("INVALID_EMAIL_ADDRESS_TARGET", "You specified an invalid email address.");
        if (name.Length is 0 or > 50)
            throw OrganizationsErrors.InvalidPattern();
        if (!RoleNamePattern().IsMatch(roleName))
            throw OrganizationsErrors.InvalidInput("INVALID_ROLE_NAME", "You provided a role name that isn't valid.");
        var tags = OrganizationTags.Checked(input.Structures("Tags"));
        if (organization.MemberAccounts().Count() >= OrganizationsQuotas.AccountsOf(call, organization.ManagementAccountId))
            throw OrganizationsErrors.Constraint("ACCOUNT_NUMBER_LIMIT_EXCEEDED", "You have exceeded the allowed number of AWS Accounts.");

        var request = new JsonObject
        {
            ["Id"] = "car-" + call.Ids.HexDigits(32),
            ["AccountName"] = name,
            ["RequestedTimestamp"] = SandboxTime.Format(call.Now),
        };
        if (organization.Accounts.List().Any(entry => string.Equals(entry.Value.Text("Email"), email, StringComparison.OrdinalIgnoreCase)))
        {
            request["FailureReason"] = "EMAIL_ALREADY_EXISTS";
        }
        else
        {
            request["AccountId"] = Create(call, organization, email, name, roleName, tags);
        }
        organization.CreateAccountRequests.Put(request.Text("Id")!, request);
        return new JsonObject { ["CreateAccountStatus"] = Describe(request, finished: call.IsPermissive) };
    }

    public static JsonObject DescribeCreateAccountStatus(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        var request = organization.CreateAccountRequests.Find(input.RequiredText("CreateAccountRequestId", "InvalidInputException"))
            ?? throw new AwsErrorException("CreateAccountStatusNotFoundException", "You specified a create account request that doesn't exist.");
        return new JsonObject { ["CreateAccountStatus"] = Describe(request, finished: true) };
    }

    public static JsonObject ListCreateAccountStatus(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        var states = input.Texts("States");
        var now = SandboxTime.Truncate(call.Now);
        var statuses = organization.CreateAccountRequests.List()
            .Select(entry => Describe(entry.Value, finished: now > SandboxTime.Parse(entry.Value.Text("RequestedTimestamp")!)))
            .Where(status => states.Count == 0 || states.Contains(status.Text("State")!));
        return OrganizationsPages.Answer(call, input, "CreateAccountStatuses", [.. statuses]);
    }

    /// <summary>Puts a standalone account into the state, as signing up for AWS does.</summary>
    public static void SignUp(CallContext call, string id, string name, string email) =>
        OrganizationState.AccountsOf(call).Put(id, new JsonObject
        {
            ["Id"] = id,
            ["Arn"] = $"arn:aws:organizations::{id}:account/{id}",
            ["Name"] = name,
            ["Email"] = email,
            ["Status"] = "ACTIVE",
            ["CreatedTimestamp"] = SandboxTime.Format(call.Now),
        });

    private static string Create(CallContext call, OrganizationState organization, string email, string name, string roleName, JsonArray tags)
    {
        var id = call.Ids.AccountNumber();
        while (organization.Accounts.Contains(id))
            id = call.Ids.AccountNumber();
        SignUp(call, id, name, email);
        organization.Accounts.Update(id, account =>
        {
            account["Arn"] = organization.ArnOf("account", id);
            account["JoinedMethod"] = "CREATED";
            account["JoinedTimestamp"] = SandboxTime.Format(call.Now);
            account[Layout.ManagementAccountId] = organization.ManagementAccountId;
            account[Layout.ParentId] = organization.RootId;
            account[Layout.PolicyIds] = PolicyAttachments.DefaultPolicyIds(organization).ToJsonArray();
            account[StateLayout.Tags] = tags;
        });
        // "When you create an account, Organizations creates a role that grants the management account administrator permissions"
        // (Organizations User Guide, Accessing member accounts).
        IamRoleDocuments.Create(
            call,
            id,
            new NewRole(
                roleName,
                "/",
                $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{organization.ManagementAccountId}}:root"},"Action":"sts:AssumeRole"}]}""")
            {
                AttachedPolicies = ["arn:aws:iam::aws:policy/AdministratorAccess"],
            });
        ServiceLinkedRoles.Ensure(call, id, "organizations.amazonaws.com");
        return id;
    }

    private static JsonObject Describe(JsonObject request, bool finished)
    {
        var output = request.CopyMembers([], "Id", "AccountName", "RequestedTimestamp");
        if (!finished)
        {
            output["State"] = "IN_PROGRESS";
            return output;
        }
        output["State"] = request.Text("FailureReason") is null ? "SUCCEEDED" : "FAILED";
        output["CompletedTimestamp"] = request.Text("RequestedTimestamp");
        return request.CopyMembers(output, "AccountId", "FailureReason");
    }

    [GeneratedRegex(@"^[^\s@]+@[^\s@]+\.[^\s@]+$", RegexOptions.NonBacktracking)]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]{1,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex RoleNamePattern();
}
