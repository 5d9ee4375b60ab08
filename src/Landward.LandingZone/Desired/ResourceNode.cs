using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Landward.LandingZone.Desired;

/// <summary>One concrete resource that should exist (or, when <see cref="Absent"/>, should not) in one account and Region.</summary>
public sealed record ResourceNode
{
    /// <summary>Unique and stable, such as <c>accounts/dev</c> or <c>accounts/dev/eu-west-1/config-recorder</c>.</summary>
    public required string Address { get; init; }

    public required ResourceKind Kind { get; init; }

    /// <summary>Key of the account it lives in; <c>management</c> for what belongs to the organization.</summary>
    public required string Account { get; init; }

    /// <summary>Null for resources of global services.</summary>
    public string? Region { get; init; }

    /// <summary>
    /// What is managed about it; everything else about the real resource is left alone. Ids that are only known once other
    /// resources exist stand as <see cref="Reference"/> placeholders. Never changed after it was built.
    /// </summary>
    public required JsonObject Properties { get; init; }

    /// <summary>Addresses that must be there before.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    public required Wave Wave { get; init; }

    /// <summary>The spec says <c>off</c>: the resource is removed where it exists.</summary>
    public bool Absent { get; init; }
}
