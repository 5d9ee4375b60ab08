using Landward.Policy;

namespace Landward.Cli.Access.Simulation;

/// <summary>The condition keys of a simulated request: those that follow from who calls, and those that were given.</summary>
internal static class SimulationContext
{
    private static readonly string[] ServiceKeys = ["aws:PrincipalServiceName", "aws:PrincipalServiceNamesList"];

    /// <param name="facts">Keys that the target tells; given ones win.</param>
    public static RequestContext Build(SimulatedRequest request, params IEnumerable<(string Key, string Value)> facts)
    {
        var builder = new RequestContext.Builder();
        if (request.UnknownContext)
            AddAbsentKeys(builder.UnlistedAreUnknown(), request.Principal);
        builder.AddPrincipal(request.Principal);
        foreach (var (key, value) in facts)
            builder.Add(key, value);
        foreach (var (key, value) in request.Context)
            builder.Add(key, value);
        return builder.Build();
    }

    /// <summary>The same keys, with all others unknown.</summary>
    public static RequestContext WithOthersUnknown(AuthorizationRequest request)
    {
        var builder = new RequestContext.Builder().UnlistedAreUnknown();
        AddAbsentKeys(builder, request.Principal);
        foreach (var key in request.Context.Keys)
            builder.Add(key, request.Context.Find(key)!);
        return builder.Build();
    }

    // What AddPrincipal leaves out of the keys that follow from the caller is known to be absent.
    private static void AddAbsentKeys(RequestContext.Builder builder, Principal principal)
    {
        if (principal.Kind != PrincipalKind.User)
            builder.Add("aws:username", ContextValue.Absent);
        if (principal.Kind == PrincipalKind.Service)
            return;
        foreach (var key in ServiceKeys)
            builder.Add(key, ContextValue.Absent);
    }
}
