using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Organizations;

/// <summary>
/// Member accounts, found by e-mail address. Making one is: take over a request that is still under way, else
/// CreateAccount; wait; move; tag. An address that is already there is never requested again.
/// </summary>
internal sealed class AccountProvider : ResourceProvider
{
    /// <summary>SUCCEEDED usually takes about a minute; support asks to wait up to an hour right after the organization was made.</summary>
    private static readonly TimeSpan CreationLimit = TimeSpan.FromMinutes(20);

    /// <summary>The name of an existing account belongs to its owner: Landward does not rename it.</summary>
    public override IReadOnlySet<string> CreateOnly { get; } = new HashSet<string>(StringComparer.Ordinal) { "name" };

    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var email = context.Text("email");
        var found = (await OrganizationTree.AccountsAsync(context.Calls, context.Cancellation))
            .FirstOrDefault(account => string.Equals(account.Email, email, StringComparison.OrdinalIgnoreCase));
        if (found is null)
            return null;
        if (found.Id == context.Fact(Reference.ManagementId))
            throw new ChangeRefusedException($"The address `{email}` belongs to the management account `{found.Id}`, which cannot be a member account. Give this account an address of its own.");
        if (found.Status is not "ACTIVE")
            throw new ChangeRefusedException($"The account `{found.Id}` with the address `{email}` is {found.Status}. AWS keeps the address of a closed account; use another one in the spec.");
        context.Facts[FactName(context)] = found.Id;
        return await DescribeAsync(context, found.Id, found.Name, found.ParentId);
    }

    public override async Task<JsonObject?> ReadBackAsync(ResourceContext context)
    {
        var id = context.Fact(FactName(context));
        var account = (await context.Management.ReadAsync("organizations", "DescribeAccount", new JsonObject { ["AccountId"] = id }, context.Cancellation))["Account"];
        var parents = await context.Management.ListAsync("organizations", "ListParents", new JsonObject { ["ChildId"] = id }, "Parents", context.Cancellation);
        return await DescribeAsync(context, id, Json.Text(account, "Name")!, Json.Text(parents[0], "Id")!);
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var id = await FindExistingAsync(context) ?? await RequestAsync(context);
        context.Facts[FactName(context)] = id;
        var parents = await context.Management.ListAsync("organizations", "ListParents", new JsonObject { ["ChildId"] = id }, "Parents", context.Cancellation);
        await MoveAsync(context, id, Json.Text(parents[0], "Id")!);
        // Tags given to CreateAccount are there already; those of an account taken over are not.
        await OrganizationTree.TagAsync(context, id);
    }

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        var id = context.Fact(FactName(context));
        await MoveAsync(context, id, Json.Text(before, "unit")!);
        if (!JsonNode.DeepEquals(before["tags"], context.Desired["tags"]))
            await OrganizationTree.TagAsync(context, id);
    }

    private static string FactName(ResourceContext context) => Reference.Account(context.Node.Address["accounts/".Length..]);

    private static async Task MoveAsync(ResourceContext context, string id, string from)
    {
        var to = context.Text("unit");
        if (from == to)
            return;
        var input = new JsonObject { ["AccountId"] = id, ["SourceParentId"] = from, ["DestinationParentId"] = to };
        await context.Management.WriteAsync("organizations", "MoveAccount", input, context.Cancellation, "DuplicateAccountException");
    }

    private static async Task<string?> FindExistingAsync(ResourceContext context)
    {
        var accounts = await context.Management.ListAsync("organizations", "ListAccounts", null, "Accounts", context.Cancellation);
        var existing = accounts.FirstOrDefault(account => string.Equals(Json.Text(account, "Email"), context.Text("email"), StringComparison.OrdinalIgnoreCase));
        return Json.Text(existing, "Id");
    }

    private static async Task<string> RequestAsync(ResourceContext context)
    {
        var management = context.Management;
        using var lane = context.Calls.Lanes is { } lanes ? await lanes.EnterAccountCreationAsync(context.Cancellation) : null;
        // A request whose answer never reached us: it names the account, not the address, and names are unique in the spec.
        var pending = await management.ListAsync(
            "organizations", "ListCreateAccountStatus", new JsonObject { ["States"] = new JsonArray("IN_PROGRESS") }, "CreateAccountStatuses", context.Cancellation);
        var status = pending.FirstOrDefault(request => Json.Text(request, "AccountName") == context.Text("name"));
        if (status is null)
        {
            var input = new JsonObject
            {
                ["Email"] = context.Text("email"),
                ["AccountName"] = context.Text("name"),
                ["RoleName"] = "OrganizationAccountAccessRole",
                ["Tags"] = Json.TagList(context.Desired["tags"]),
            };
            status = (await management.WriteAsync("organizations", "CreateAccount", input, context.Cancellation))!["CreateAccountStatus"];
        }
        var request = Json.Text(status, "Id")!;
        var ended = await Waiting.UntilAsync(
            async () =>
            {
                var answer = await management.ReadAsync("organizations", "DescribeCreateAccountStatus", new JsonObject { ["CreateAccountRequestId"] = request }, context.Cancellation);
                return Json.Text(answer["CreateAccountStatus"], "State") is "IN_PROGRESS" ? null : answer["CreateAccountStatus"];
            },
            CreationLimit,
            $"The creation of the account `{context.Text("name")}` (request {request})",
            context.Calls.Time,
            context.Cancellation);
        if (Json.Text(ended, "State") is "SUCCEEDED")
            return Json.Text(ended, "AccountId")!;
        var reason = Json.Text(ended, "FailureReason");
        return reason is "EMAIL_ALREADY_EXISTS" && await FindExistingAsync(context) is { } existing
            ? existing
            : throw new ChangeRefusedException($"AWS did not create the account `{context.Text("name")}`: {reason}.");
    }

    private static async Task<JsonObject> DescribeAsync(ResourceContext context, string id, string name, string parent)
    {
        var tags = await OrganizationTree.TagsAsync(context.Calls, id, context.Cancellation);
        return new JsonObject { ["name"] = name, ["email"] = context.Text("email"), ["unit"] = parent, ["tags"] = Json.Only(tags, (JsonObject)context.Desired["tags"]!) };
    }
}
