using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Landward.Detection.Callers;
using Landward.Logs;
using Landward.Model;

namespace Landward.Detection;

/// <summary>Takes from an event what a rule's finding will say.</summary>
internal static class EventMatchReader
{
    private const int MaxResources = 50;
    private const int MaxIdLength = 64;

    public static EventMatch Read(CloudTrailEvent @event, RuleExtension extension, string origin) =>
        Context(@event, CallerReader.Read(@event), field => ShownText.Of(@event, field)).Match(EventId(@event), EventActor.Time(@event), origin, Details(@event, extension));

    /// <summary>CloudTrail's id; the hash of the event where it has none, or one that is none of CloudTrail's.</summary>
    public static string EventId(CloudTrailEvent @event) =>
        @event.Span(CloudTrailField.EventId) is { IsEmpty: false, Length: <= MaxIdLength } id
            ? Encoding.UTF8.GetString(id)
            : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(@event.Json.Span))[..32]}";

    /// <param name="text">The text of a field of the event, or null.</param>
    public static EventContext Context(CloudTrailEvent @event, in Caller caller, Func<CloudTrailField, string?> text) => new(
        text(CloudTrailField.EventSource)!,
        text(CloudTrailField.EventName)!,
        text(CloudTrailField.ErrorCode),
        text(CloudTrailField.RecipientAccountId) ?? EventActor.Account(@event),
        text(CloudTrailField.AwsRegion) ?? "unknown",
        text(CloudTrailField.SessionIssuerArn) ?? EventActor.Principal(@event),
        text(CloudTrailField.AccessKeyId),
        text(CloudTrailField.SourceIpAddress),
        caller);

    /// <summary>What the rule names in its <c>resource</c> and <c>facts</c>.</summary>
    public static EventDetails Details(CloudTrailEvent @event, RuleExtension extension)
    {
        if (extension.Resources.IsEmpty && extension.Facts.IsEmpty)
            return EventDetails.None;
        var resources = extension.Resources
            .SelectMany(resource => EventPaths.All(@event.Root, resource.IdPath).Take(MaxResources).Select(id => new FindingResource(resource.Type, id)))
            .Distinct()
            .ToImmutableArray();
        var facts = ImmutableArray.CreateBuilder<(string, string)>(extension.Facts.Count);
        foreach (var (name, path) in extension.Facts)
        {
            if (EventPaths.First(@event.Root, path) is { } value)
                facts.Add((name, value));
        }
        return new EventDetails(resources, facts.ToImmutable());
    }
}
