using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Model;

namespace Landward.LandingZone.Specification;

public enum SpecTarget
{
    Sandbox,
    Aws,
}

/// <summary>What the organization should be: the typed form of <c>landward.yaml</c> with its includes.</summary>
public sealed record Spec
{
    /// <summary>The spec's file; its directory is where relative paths start.</summary>
    public required string File { get; init; }

    public required SpecTarget Target { get; init; }

    public required OrganizationSpec Organization { get; init; }

    /// <summary>Every unit, parents before children, in the order of the file.</summary>
    public ImmutableArray<UnitSpec> Units { get; init; } = [];

    /// <summary>Every member account, in the order of the file. The management account is in <see cref="Organization"/>.</summary>
    public ImmutableArray<AccountSpec> Accounts { get; init; } = [];

    public AccessSpec Access { get; init; } = new();

    public ImmutableArray<GuardrailSelection> Guardrails { get; init; } = [];

    public SecuritySpec Security { get; init; } = new();

    public MonitoringSpec Monitoring { get; init; } = new();

    /// <summary>The whole document as JSON, for hosts that read keys apply does not act on (<c>alerts</c>, <c>response</c>).</summary>
    public required JsonObject Document { get; init; }

    public string Directory => Path.GetDirectoryName(File) is { Length: > 0 } directory ? directory : ".";

    internal AccountSpec? AccountWithRole(AccountRole role) => Accounts.FirstOrDefault(account => account.Role == role);
}

public sealed record OrganizationSpec
{
    /// <summary>The key by which selectors and assignments name the management account.</summary>
    public const string ManagementKey = "management";

    public required string HomeRegion { get; init; }

    /// <summary>Governed Regions, home Region included, in the order of the spec.</summary>
    public required ImmutableArray<string> Regions { get; init; }

    /// <summary>Null: unmanaged.</summary>
    public bool? DenyOtherRegions { get; init; }

    public required string ManagementName { get; init; }

    public required string ManagementEmail { get; init; }

    public UnmanagedAccounts UnmanagedAccounts { get; init; } = UnmanagedAccounts.Warn;
}

public enum UnmanagedAccounts
{
    Allow,
    Warn,
    Deny,
}

public enum UnitKind
{
    Core,
    Custom,
}

/// <summary>An organizational unit of the spec.</summary>
/// <param name="Path">Keys from below the root joined by slashes: the unit's identity.</param>
/// <param name="Name">The name in AWS.</param>
/// <param name="Moved">The key path it had before, when it was renamed.</param>
public sealed record UnitSpec(string Path, string Name, UnitKind Kind, string? Moved, SourceSpan Span)
{
    /// <summary>The parent's path; empty below the root.</summary>
    public string ParentPath => Path.Contains('/') ? Path[..Path.LastIndexOf('/')] : string.Empty;

    public int Depth => Path.Count(c => c == '/') + 1;
}

public enum AccountRole
{
    Workload,
    LogArchive,
    Audit,
    SharedServices,
}

/// <summary>A member account of the spec.</summary>
public sealed record AccountSpec(
    string Key,
    string Name,
    string Email,
    string UnitPath,
    AccountRole Role,
    ImmutableSortedDictionary<string, string> Tags,
    bool PreventDestroy,
    SourceSpan Span);
