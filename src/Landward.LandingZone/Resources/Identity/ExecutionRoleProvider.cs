using System.Text.Json.Nodes;
using Landward.Aws;

namespace Landward.LandingZone.Resources.Identity;

/// <summary>
/// Landward's own role in a member account. It is made through the role AWS puts into new accounts, which may take minutes
/// to let us in after CreateAccount has succeeded; afterwards the account is entered through it.
/// </summary>
internal sealed class ExecutionRoleProvider : ResourceProvider
{
    /// <summary>The role that CreateAccount makes.</summary>
    private const string FirstRole = "OrganizationAccountAccessRole";

    private static readonly TimeSpan EntryLimit = TimeSpan.FromMinutes(5);
    private static readonly string[] NotReady = ["AccessDenied", "AccessDeniedException", "InvalidClientTokenId", "SubscriptionRequiredException", "OptInRequired"];
    private readonly RoleProvider _role = new();

    /// <summary>A role that was made but not yet given its permissions lets us in and then denies everything.</summary>
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        JsonObject? actual;
        try
        {
            actual = await _role.ReadAsync(context);
        }
        catch (AwsApiException error) when (error.IsAccessDenied)
        {
            context.Calls.EnterThrough(context.Node.Account, FirstRole);
            actual = await _role.ReadAsync(context);
        }
        if (actual is not null && Json.Texts(actual["managedPolicies"]).Any())
            context.Calls.EnterAnew(context.Node.Account);
        return actual;
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        // Trying the role that is about to be made would be denied, and stand in the trail as an attack on it.
        context.Calls.EnterThrough(context.Node.Account, FirstRole);
        await Waiting.UntilAsync(
            async () => await context.Here.FindAsync("sts", "GetCallerIdentity", null, context.Cancellation, NotReady),
            EntryLimit,
            $"Entering the account `{context.Node.Account}`",
            context.Calls.Time,
            context.Cancellation);
        await _role.CreateAsync(context);
        context.Calls.EnterAnew(context.Node.Account);
    }

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        try
        {
            await _role.UpdateAsync(context, before);
        }
        catch (AwsApiException error) when (error.IsAccessDenied)
        {
            context.Calls.EnterThrough(context.Node.Account, FirstRole);
            await _role.UpdateAsync(context, before);
        }
        context.Calls.EnterAnew(context.Node.Account);
    }
}
