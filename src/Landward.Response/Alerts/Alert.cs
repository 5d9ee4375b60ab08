using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Response.Alerts;

/// <summary>What became of an alert on one channel.</summary>
/// <param name="Error">Why the last attempt failed; null once delivered or before the first attempt.</param>
public sealed record AlertDelivery(string Channel, bool Delivered, int Attempts, string? Error);

/// <summary>What somebody is told about: findings of one group of one route.</summary>
public sealed record Alert
{
    public required string Id { get; init; }

    public required string Route { get; init; }

    /// <summary>The values the findings have in common, joined.</summary>
    public required string Group { get; init; }

    public required string Title { get; init; }

    /// <summary>The highest of its findings.</summary>
    public required Severity Severity { get; init; }

    public required string Account { get; init; }

    /// <summary>Ids of the findings, in the order in which they joined.</summary>
    public required ImmutableArray<string> Findings { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required ImmutableArray<AlertDelivery> Deliveries { get; init; }
}
