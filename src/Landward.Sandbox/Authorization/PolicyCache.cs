using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Sandbox.Authorization;

/// <summary>
/// Parsed policies. State documents are never changed in place, so a parse is kept as long as the document it came from.
/// A text that does not parse takes part in no decision: handlers refuse it before it is stored.
/// </summary>
internal sealed class PolicyCache
{
    private const int LargestTextCache = 2_000;

    private readonly ConditionalWeakTable<JsonObject, Parsed> _managed = [];
    private readonly ConditionalWeakTable<JsonObject, Parsed> _inline = [];
    private readonly ConditionalWeakTable<JsonObject, Parsed> _organization = [];
    private readonly Dictionary<(string Text, PolicyKind Kind), AttachedPolicy?> _texts = [];

    /// <summary>The default version of an IAM managed policy.</summary>
    public ImmutableArray<AttachedPolicy> Managed(JsonObject policy, PolicyKind kind) =>
        Of(_managed, policy, static (document, cache) =>
        {
            var version = (string?)document[StateLayout.Iam.DefaultVersionId] ?? "v1";
            var text = (string?)document[StateLayout.Iam.Versions]?[version]?[StateLayout.Iam.Document];
            return text is null ? [] : cache.Parse(text, (string?)document["PolicyName"] ?? "policy", (string?)document[StateLayout.Arn], PolicyKind.Identity);
        }, kind);

    /// <summary>The inline policies of a user, group or role.</summary>
    public ImmutableArray<AttachedPolicy> Inline(JsonObject holder)
    {
        if (holder[StateLayout.Iam.InlinePolicies] is not JsonObject policies || policies.Count == 0)
            return [];
        return Of(_inline, policies, static (map, cache) =>
            [.. map.SelectMany(entry => cache.Parse((string?)entry.Value ?? string.Empty, entry.Key, null, PolicyKind.Identity))], PolicyKind.Identity);
    }

    /// <summary>A policy of the organization.</summary>
    public ImmutableArray<AttachedPolicy> Organization(JsonObject policy, PolicyKind kind) =>
        Of(_organization, policy, static (document, cache) =>
            cache.Parse((string?)document[StateLayout.Organizations.Content] ?? string.Empty, (string?)document["Name"] ?? "policy", (string?)document["Id"], PolicyKind.ServiceControlPolicy), kind);

    /// <summary>A policy known only by its text: of a resource, a role's trust, a session.</summary>
    public AttachedPolicy? Text(string text, string name, PolicyKind kind)
    {
        if (_texts.TryGetValue((text, kind), out var known))
            return known;
        if (_texts.Count >= LargestTextCache)
            _texts.Clear();
        return _texts[(text, kind)] = Parse(text, name, null, kind).FirstOrDefault();
    }

    private ImmutableArray<AttachedPolicy> Of(
        ConditionalWeakTable<JsonObject, Parsed> table, JsonObject document, Func<JsonObject, PolicyCache, ImmutableArray<AttachedPolicy>> parse, PolicyKind kind)
    {
        if (!table.TryGetValue(document, out var parsed))
            table.Add(document, parsed = new Parsed(parse(document, this)));
        return parsed.As(kind);
    }

    private ImmutableArray<AttachedPolicy> Parse(string text, string name, string? id, PolicyKind kind) =>
        PolicyDocument.Parse(text, name).Document is { } document ? [new AttachedPolicy(document, name, kind, id)] : [];

    /// <summary>The same policies serve as identity policy and as boundary, as SCP and as RCP.</summary>
    private sealed class Parsed(ImmutableArray<AttachedPolicy> policies)
    {
        private ImmutableArray<AttachedPolicy> _other;

        public ImmutableArray<AttachedPolicy> As(PolicyKind kind)
        {
            if (policies.IsEmpty || policies[0].Kind == kind)
                return policies;
            if (_other.IsDefault || _other[0].Kind != kind)
                _other = [.. policies.Select(policy => policy with { Kind = kind })];
            return _other;
        }
    }
}
