using System.Collections.Immutable;

namespace Landward.Model;

/// <summary>A resource concerned by a finding. <see cref="Type"/> is a CloudFormation type name such as <c>AWS::S3::Bucket</c>.</summary>
public sealed record FindingResource(string Type, string Id);

/// <summary>What proves a finding: a recorded event and where it was read.</summary>
/// <param name="EventId">CloudTrail's <c>eventID</c>.</param>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="EventSource">The service, such as <c>iam.amazonaws.com</c>.</param>
/// <param name="EventName">The API operation.</param>
/// <param name="ErrorCode">The error answered to the caller, when the call failed.</param>
/// <param name="Origin">The file or the <c>s3://bucket/key</c> the event was read from.</param>
/// <param name="Excerpt">What of the event a person wants to read, as JSON, with secrets masked; null when it was not read again.</param>
public sealed record Evidence(
    string EventId, DateTimeOffset Time, string EventSource, string EventName, string? ErrorCode, string? Origin, string? Excerpt = null);

/// <summary>
/// What an engine found, whatever the engine. One finding per (type, principal or resource): repeated evidence raises
/// <see cref="Count"/> and <see cref="LastSeen"/> under the same <see cref="Id"/>.
/// </summary>
public sealed record Finding
{
    /// <summary>Stable: the same facts give the same id in every run, whatever the order in which they were read.</summary>
    public required string Id { get; init; }

    /// <summary>GuardDuty's form, such as <c>CredentialAccess:IAMUser/AnomalousBehavior</c>.</summary>
    public required string Type { get; init; }

    public required string Title { get; init; }
    public required string Description { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>The rule or control that raised it.</summary>
    public required string Generator { get; init; }

    /// <summary>MITRE ATT&amp;CK technique ids such as <c>T1078.004</c>, ordered.</summary>
    public ImmutableArray<string> Techniques { get; init; } = [];

    /// <summary>MITRE ATT&amp;CK tactic names in kebab-case such as <c>defense-evasion</c>, ordered.</summary>
    public ImmutableArray<string> Tactics { get; init; } = [];

    public required string Account { get; init; }
    public required string Region { get; init; }

    /// <summary>ARN of who did it, when somebody did.</summary>
    public string? Principal { get; init; }

    public ImmutableArray<FindingResource> Resources { get; init; } = [];
    public required DateTimeOffset FirstSeen { get; init; }
    public required DateTimeOffset LastSeen { get; init; }
    public int Count { get; init; } = 1;

    /// <summary>Oldest first; capped by the engine, which then keeps the oldest and the newest.</summary>
    public ImmutableArray<Evidence> Evidence { get; init; } = [];

    /// <summary>Facts a playbook needs (<c>accessKeyId</c>, <c>userName</c>, <c>bucketName</c>), by name.</summary>
    public ImmutableSortedDictionary<string, string> Facts { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
