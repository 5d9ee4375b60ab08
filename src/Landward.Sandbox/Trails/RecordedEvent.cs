using System.Collections.Immutable;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Trails;

/// <summary>A CloudTrail event and what the sandbox knows beside it.</summary>
/// <param name="Sequence">Position among all events of the sandbox, from 1.</param>
/// <param name="Account">The account that receives the event.</param>
/// <param name="Record">The event as UTF-8 JSON, exactly as it is delivered.</param>
internal sealed record RecordedEvent(long Sequence, string Account, string Region, DateTimeOffset Time, byte[] Record)
{
    public required string EventId { get; init; }
    public required string EventName { get; init; }
    public required string EventSource { get; init; }
    public required bool IsReadOnly { get; init; }
    public required bool IsManagement { get; init; }
    public string? UserName { get; init; }
    public string? AccessKeyId { get; init; }
    public string? ErrorCode { get; init; }

    /// <summary>ARNs the call was checked against.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>Null for calls that were refused before authorization.</summary>
    public AuthorizationOutcome? Outcome { get; init; }
}
