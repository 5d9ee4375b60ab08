using Landward.Sandbox.Authentication;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.State;
using Landward.Sandbox.Trails;

namespace Landward.Sandbox.Calls;

/// <summary>
/// One API call being handled: already authenticated, decoded and authorized.
/// </summary>
/// <param name="Service">Service name of the description: <c>iam</c>, <c>s3</c>, <c>sso-admin</c>.</param>
/// <param name="Account">The account whose resources are addressed: the caller's, unless the service says otherwise.</param>
/// <param name="Region">The Region of the endpoint (us-east-1 for global services).</param>
/// <param name="Now">The sandbox's clock.</param>
internal sealed record CallContext(
    string Service,
    string Operation,
    Caller Caller,
    string Account,
    string Region,
    DateTimeOffset Now,
    string RequestId,
    StateTransaction State,
    SandboxIds Ids)
{
    private readonly List<BusEvent> _events = [];

    /// <summary>Makes access keys and sessions (CreateAccessKey, AssumeRole).</summary>
    public required CredentialFactory Credentials { get; init; }

    /// <summary>Whether AWS services may use resources, such as a bucket that a trail is to be delivered to; null outside the engine.</summary>
    internal ServiceAccess? ServiceAccess { get; init; }

    /// <summary>Whether nothing is refused to anybody (the sandbox's permissive mode).</summary>
    internal bool IsPermissive { get; init; }

    /// <summary>The CloudTrail events of the sandbox so far, for LookupEvents; empty outside the engine.</summary>
    public EventLog RecordedEvents { get; init; } = new(0);

    /// <summary>Events for EventBridge, delivered after the call is committed.</summary>
    public IReadOnlyList<BusEvent> Events => _events;

    /// <summary>Resources of this service in this account and Region.</summary>
    public ResourceTable Table(string type) => TableOf(Service, Account, Region, type);

    /// <summary>Resources of this service in this account, for services and types without Region.</summary>
    public ResourceTable GlobalTable(string type) => TableOf(Service, Account, ResourceKey.Global, type);

    /// <summary>Resources anywhere: other services, accounts, Regions.</summary>
    public ResourceTable TableOf(string service, string account, string region, string type) =>
        new(State, new ResourcePartition(service, account, region, type));

    /// <summary>Puts an event on the default event bus of an account and Region once the call is committed.</summary>
    public void Publish(BusEvent busEvent) => _events.Add(busEvent);
}
