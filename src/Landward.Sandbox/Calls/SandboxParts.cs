using Landward.Sandbox.Authentication;
using Landward.Sandbox.Clock;
using Landward.Sandbox.Services;
using Landward.Sandbox.State;
using Landward.Sandbox.Trails;

namespace Landward.Sandbox.Calls;

/// <summary>What an engine is put together from.</summary>
internal sealed class SandboxParts(SandboxSecrets secrets, SandboxClock clock, TimeProvider wallClock, SandboxIds ids, ServiceRegistry registry, SandboxStore? store)
{
    /// <summary>The account of unknown access keys in permissive mode.</summary>
    public const string PermissiveAccount = "123456789012";

    public SandboxSecrets Secrets { get; } = secrets;
    public CredentialFactory Credentials { get; } = new(secrets);
    public SandboxClock Clock { get; } = clock;

    /// <summary>The real clock, by which callers sign their requests.</summary>
    public TimeProvider WallClock { get; } = wallClock;
    public SandboxIds Ids { get; } = ids;
    public ServiceRegistry Registry { get; } = registry;

    /// <summary>Null in memory mode.</summary>
    public SandboxStore? Store { get; } = store;
    public SandboxState State { get; set; } = new();
    public EventLog Log { get; init; } = new(SandboxStore.EventsInMemory);
    public CallCoverage Coverage { get; } = new();

    /// <summary>Unknown access keys act as administrator; signatures and policies are not checked.</summary>
    public bool Permissive { get; init; }

    /// <summary>Told about handlers that failed with something else than an AWS error: service, operation, what happened.</summary>
    public Action<string, string, Exception> HandlerFailed { get; init; } = static (_, _, _) => { };
}
