using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Policy;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Authorization;

/// <summary>The policies that speak for and limit the caller itself.</summary>
internal sealed record PrincipalPolicies(ImmutableArray<AttachedPolicy> Identity, ImmutableArray<AttachedPolicy> Boundary, ImmutableArray<AttachedPolicy> Session)
{
    private static readonly PrincipalPolicies None = new([], [], []);

    // A boundary whose policy is gone allows nothing.
    private static readonly AttachedPolicy EmptyBoundary =
        new(PolicyDocument.Parse("""{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}""").Document!, "missing boundary", PolicyKind.PermissionsBoundary);

    public static PrincipalPolicies Of(StateTransaction state, PolicyCache cache, Caller caller)
    {
        var session = caller.SessionPolicies.Count == 0
            ? ImmutableArray<AttachedPolicy>.Empty
            : [.. caller.SessionPolicies.Select(text => cache.Text(text, "session policy", PolicyKind.Session)).OfType<AttachedPolicy>()];
        if (Holder(state, caller) is not { } holder)
            return None with { Session = session };
        var identity = ImmutableArray.CreateBuilder<AttachedPolicy>();
        AddPolicies(state, cache, caller.Account, holder, identity);
        foreach (var group in holder[StateLayout.Iam.Groups] as JsonArray ?? [])
        {
            if (state.Find(Key(caller.Account, StateLayout.Iam.Group, (string)group!)) is { } document)
                AddPolicies(state, cache, caller.Account, document, identity);
        }
        return new PrincipalPolicies(identity.ToImmutable(), BoundaryOf(state, cache, caller.Account, holder), session);
    }

    private static JsonObject? Holder(StateTransaction state, Caller caller) => caller switch
    {
        { RoleArn: { } role } => state.Find(Key(caller.Account, StateLayout.Iam.Role, role[(role.LastIndexOf('/') + 1)..])),
        { UserName: { } user, Type: not "Root" } => state.Find(Key(caller.Account, StateLayout.Iam.User, user)),
        _ => null,
    };

    private static void AddPolicies(StateTransaction state, PolicyCache cache, string account, JsonObject holder, ImmutableArray<AttachedPolicy>.Builder identity)
    {
        foreach (var arn in holder[StateLayout.Iam.AttachedPolicies] as JsonArray ?? [])
        {
            if (FindManaged(state, account, (string)arn!) is { } policy)
                identity.AddRange(cache.Managed(policy, PolicyKind.Identity));
        }
        identity.AddRange(cache.Inline(holder));
    }

    private static ImmutableArray<AttachedPolicy> BoundaryOf(StateTransaction state, PolicyCache cache, string account, JsonObject holder)
    {
        if ((string?)holder[StateLayout.Iam.PermissionsBoundary]?[StateLayout.Iam.PermissionsBoundaryArn] is not { } arn)
            return [];
        var boundary = FindManaged(state, account, arn) is { } policy ? cache.Managed(policy, PolicyKind.PermissionsBoundary) : [];
        return boundary.IsEmpty ? [EmptyBoundary] : boundary;
    }

    private static JsonObject? FindManaged(StateTransaction state, string account, string arn) =>
        state.Find(Key(arn.StartsWith("arn:aws:iam::aws:", StringComparison.Ordinal) ? StateLayout.AwsAccount : account, StateLayout.Iam.ManagedPolicy, arn));

    private static ResourceKey Key(string account, string type, string id) => new(StateLayout.Iam.Service, account, ResourceKey.Global, type, id);
}
