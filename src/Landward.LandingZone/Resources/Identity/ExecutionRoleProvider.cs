using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Identity;

/// <summary>
/// Landward's own role in a member account. It is made through the role AWS puts into new accounts, which may take minutes
/// to let us in after CreateAccount has succeeded; afterwards the account is entered through it.
/// </summary>
internal sealed class ExecutionRoleProvider : ResourceProvider
{
    private static readonly TimeSpan EntryLimit = TimeSpan.FromMinutes(5);
    private static readonly string[] NotReady = ["AccessDenied", "AccessDeniedException", "InvalidClientTokenId", "SubscriptionRequiredException", "OptInRequired"];
    private readonly RoleProvider _role = new();

    public override Task<JsonObject?> ReadAsync(ResourceContext context) => _role.ReadAsync(context);

    public override async Task CreateAsync(ResourceContext context)
    {
        await Waiting.UntilAsync(
            async () => await context.Here.FindAsync("sts", "GetCallerIdentity", null, context.Cancellation, NotReady),
            EntryLimit,
            $"Entering the account `{context.Node.Account}`",
            context.Calls.Time,
            context.Cancellation);
        await _role.CreateAsync(context);
        context.Calls.EnterAnew(context.Node.Account);
    }

    public override Task UpdateAsync(ResourceContext context, JsonObject before) => _role.UpdateAsync(context, before);
}
