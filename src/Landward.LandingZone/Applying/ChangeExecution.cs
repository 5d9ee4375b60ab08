using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Planning;
using Landward.LandingZone.Resources;

namespace Landward.LandingZone.Applying;

/// <summary>The message names the members that differ.</summary>
internal sealed class ReadBackException(string members) : Exception(members);

/// <summary>One change: calls, then reading back until the values are there.</summary>
internal static class ChangeExecution
{
    public static async Task RunAsync(PlannedChange change, AwsCalls calls, ApplyOptions options, CancellationToken cancellation)
    {
        var provider = ResourceProviders.Of(change.Node.Kind);
        var context = new ResourceContext(change.Node, Reference.Resolve(change.Node.Properties, calls.Facts), calls, cancellation);
        switch (change.Action)
        {
            case ChangeAction.Create:
                await provider.CreateAsync(context);
                break;
            case ChangeAction.Update:
                await provider.UpdateAsync(context, change.Before!);
                break;
            case ChangeAction.Delete:
                await provider.DeleteAsync(context, change.Before!);
                break;
        }
        await VerifyAsync(change, provider, context, options);
    }

    // AWS is eventually consistent: the first reading may still show the old values.
    private static async Task VerifyAsync(PlannedChange change, ResourceProvider provider, ResourceContext context, ApplyOptions options)
    {
        var differing = "everything";
        try
        {
            await Waiting.UntilAsync(
                async () =>
                {
                    differing = await DifferingAsync(change, provider, context);
                    return differing.Length == 0 ? string.Empty : null;
                },
                options.ReadBackLimit,
                change.Address,
                options.Time,
                context.Cancellation);
        }
        catch (TimeoutException)
        {
            throw new ReadBackException(differing);
        }
    }

    private static async Task<string> DifferingAsync(PlannedChange change, ResourceProvider provider, ResourceContext context)
    {
        if (change.Action is ChangeAction.Delete)
            return await provider.ReadAsync(context) is null ? string.Empty : "its existence";
        JsonObject? actual = await provider.ReadBackAsync(context);
        return actual is null ? "its existence" : string.Join(", ", ChangeBuilder.Differences(change.Node, context.Desired, actual));
    }
}
