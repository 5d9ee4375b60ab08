using System.Collections.Immutable;
using System.Security.Cryptography;
using Landward.Detection.Callers;
using Landward.Logs;
using Landward.Model;

namespace Landward.Detection;

/// <summary>Takes from an event what a rule's finding will say.</summary>
internal static class EventMatchReader
{
    private const int MaxResources = 50;

    public static EventMatch Read(CloudTrailEvent @event, RuleExtension extension, string origin)
    {
        var principal = EventActor.Principal(@event);
        var evidence = new Evidence(
            EventId(@event),
            EventActor.Time(@event),
            @event.Text(CloudTrailField.EventSource)!,
            @event.Text(CloudTrailField.EventName)!,
            @event.Text(CloudTrailField.ErrorCode),
            origin);
        return new EventMatch(
            evidence,
            EventActor.Account(@event),
            @event.Text(CloudTrailField.AwsRegion) ?? "unknown",
            principal,
            Resources(@event, extension, principal),
            Facts(@event, extension))
        {
            Caller = CallerReader.Read(@event),
        };
    }

    /// <summary>CloudTrail's id; the hash of the event where it has none.</summary>
    public static string EventId(CloudTrailEvent @event) =>
        @event.Text(CloudTrailField.EventId) ?? $"sha256:{Convert.ToHexStringLower(SHA256.HashData(@event.Json.Span))[..32]}";

    private static ImmutableArray<FindingResource> Resources(CloudTrailEvent @event, RuleExtension extension, string? principal)
    {
        var named = extension.Resources
            .SelectMany(resource => EventPaths.All(@event.Root, resource.IdPath).Take(MaxResources).Select(id => new FindingResource(resource.Type, id)))
            .Distinct()
            .ToImmutableArray();
        return named.IsEmpty ? [EventActor.Resource(@event, principal)] : named;
    }

    private static ImmutableSortedDictionary<string, string> Facts(CloudTrailEvent @event, RuleExtension extension)
    {
        var facts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        Add("accessKeyId", @event.Text(CloudTrailField.AccessKeyId));
        Add("sourceIp", @event.Text(CloudTrailField.SourceIpAddress));
        Add("errorCode", @event.Text(CloudTrailField.ErrorCode));
        if (EventActor.Principal(@event) is { } principal)
        {
            Add("principalArn", principal);
            if (principal.Contains(":user/", StringComparison.Ordinal))
                Add("userName", principal[(principal.LastIndexOf('/') + 1)..]);
            if (principal.Contains(":role/", StringComparison.Ordinal))
                Add("roleName", principal[(principal.LastIndexOf('/') + 1)..]);
        }
        foreach (var (name, path) in extension.Facts)
            Add(name, EventPaths.First(@event.Root, path));
        return facts.ToImmutable();

        void Add(string name, string? value)
        {
            if (value is not null)
                facts[name] = value;
        }
    }
}
