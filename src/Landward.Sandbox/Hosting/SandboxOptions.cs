namespace Landward.Sandbox.Hosting;

/// <summary>How a sandbox is opened.</summary>
/// <param name="Home">The directory of Landward's state (<c>.landward</c>); the sandbox lives in its folder <c>sandbox</c>.</param>
public sealed record SandboxOptions(string Home)
{
    /// <summary>The port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Keeps the state in memory only: it starts empty and is gone at the end.</summary>
    public bool Memory { get; init; }

    /// <summary>Unknown access keys act as administrator of 123456789012; signatures and policies are not checked.</summary>
    public bool Permissive { get; init; }

    /// <summary>The real clock; the sandbox's own is offset from it.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Makes the random parts of identifiers repeatable; null takes a random seed.</summary>
    public int? Seed { get; init; }

    /// <summary>The management account of a fresh sandbox.</summary>
    public string ManagementAccount { get; init; } = "111122223333";

    /// <summary>The Region of a fresh sandbox's Identity Center instance.</summary>
    public string HomeRegion { get; init; } = "eu-west-1";

    /// <summary>How many accounts the organization may have; null leaves AWS's default quota.</summary>
    public int? AccountQuota { get; init; }

    /// <summary>Told about handlers that failed with something else than an AWS error: service, operation, what happened.</summary>
    public Action<string, string, Exception> HandlerFailed { get; init; } = static (_, _, _) => { };
}
