using System.Collections.Immutable;
using Landward.Detection.Callers;
using Landward.Model;

namespace Landward.Detection;

/// <summary>What events of the same caller, address and operation say alike, detached from the reader's buffer.</summary>
internal sealed record EventContext(
    string EventSource,
    string EventName,
    string? ErrorCode,
    string Account,
    string Region,
    string? Principal,
    string? AccessKeyId,
    string? SourceIpAddress,
    Caller Caller)
{
    /// <summary>What it costs of the room for events: texts are counted as if it had them alone.</summary>
    public int Cost => 4 + (((Principal?.Length ?? 0) + (AccessKeyId?.Length ?? 0) + (SourceIpAddress?.Length ?? 0) + (ErrorCode?.Length ?? 0) + EventName.Length + Region.Length) / 24);

    /// <summary>A match of one of the events.</summary>
    /// <param name="id">As <see cref="EventMatchReader.EventId"/>.</param>
    public EventMatch Match(string id, DateTimeOffset time, string? origin, EventDetails details) => new(
        new Evidence(id, time, EventSource, EventName, ErrorCode, origin),
        Account,
        Region,
        Principal,
        details.Resources.IsEmpty ? [Resource()] : details.Resources,
        Facts(details))
    {
        Caller = Caller,
    };

    /// <summary>The resource of a finding whose rule names none: the access key, else the caller.</summary>
    public FindingResource Resource()
    {
        if (AccessKeyId is not null && AccessKeyId.StartsWith("AKIA", StringComparison.Ordinal))
            return new FindingResource("AWS::IAM::AccessKey", AccessKeyId);
        var type = Principal is null ? "AWS::::Account"
            : Principal.Contains(":role/", StringComparison.Ordinal) ? "AWS::IAM::Role"
            : Principal.Contains(":user/", StringComparison.Ordinal) ? "AWS::IAM::User"
            : "AWS::::Account";
        return new FindingResource(type, type == "AWS::::Account" ? Account : Principal!);
    }

    private ImmutableSortedDictionary<string, string> Facts(EventDetails details)
    {
        var facts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        Add("accessKeyId", AccessKeyId);
        Add("sourceIp", SourceIpAddress);
        Add("errorCode", ErrorCode);
        if (Principal is { } principal)
        {
            Add("principalArn", principal);
            if (principal.Contains(":user/", StringComparison.Ordinal))
                Add("userName", principal[(principal.LastIndexOf('/') + 1)..]);
            if (principal.Contains(":role/", StringComparison.Ordinal))
                Add("roleName", principal[(principal.LastIndexOf('/') + 1)..]);
        }
        foreach (var (name, value) in details.Facts)
            Add(name, value);
        return facts.ToImmutable();

        void Add(string name, string? value)
        {
            if (value is not null)
                facts[name] = value;
        }
    }
}
