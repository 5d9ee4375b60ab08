using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>
/// S3 canonical user ids. The engine knows accounts, so an id becomes the account it belongs to where access control lists of
/// the snapshot tell, and otherwise a stand-in account that nobody has.
/// </summary>
internal sealed class CanonicalUsers
{
    public static readonly CanonicalUsers None = new(ImmutableDictionary<string, string>.Empty);

    private const long FirstStandIn = 800_000_000_001;

    private readonly ImmutableDictionary<string, string> _known;

    private CanonicalUsers(ImmutableDictionary<string, string> known) => _known = known;

    /// <summary>Stand-in account to canonical user id.</summary>
    public ImmutableDictionary<string, string> StandIns { get; private set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The owner's own entry in a bucket's access control list tells the owner's canonical id.</summary>
    public static CanonicalUsers Of(AccessSnapshot snapshot)
    {
        var known = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var resource in snapshot.Resources)
        {
            foreach (var grant in resource.AclGrants.Where(grant => grant.Owner))
                known[grant.Grantee] = resource.Account;
        }
        return new CanonicalUsers(known.ToImmutable());
    }

    /// <summary>A copy that collects the stand-ins of one resource.</summary>
    public CanonicalUsers ForResource() => new(_known);

    public string AccountOf(string canonicalId)
    {
        if (_known.TryGetValue(canonicalId, out var account))
            return account;
        foreach (var (standIn, id) in StandIns)
        {
            if (id == canonicalId)
                return standIn;
        }
        var made = (FirstStandIn + StandIns.Count).ToString(CultureInfo.InvariantCulture);
        StandIns = StandIns.Add(made, canonicalId);
        return made;
    }

    /// <summary>The policy with canonical user ids written as accounts.</summary>
    public AttachedPolicy Resolve(AttachedPolicy policy)
    {
        if (!policy.Document.Text.Contains("CanonicalUser", StringComparison.Ordinal))
            return policy;
        var document = (JsonObject)JsonNode.Parse(policy.Document.Text)!;
        var statements = document["Statement"] is JsonArray list ? list.OfType<JsonObject>() : [.. new[] { document["Statement"] }.OfType<JsonObject>()];
        foreach (var statement in statements)
        {
            foreach (var element in new[] { "Principal", "NotPrincipal" })
            {
                if (statement[element] is not JsonObject principal || principal["CanonicalUser"] is not { } canonical)
                    continue;
                var accounts = Strings(canonical).Select(id => (JsonNode)JsonValue.Create($"arn:aws:iam::{AccountOf(id)}:root")!).Concat(Strings(principal["AWS"]).Select(value => (JsonNode)JsonValue.Create(value)!));
                var all = new JsonArray([.. accounts]);
                principal.Remove("CanonicalUser");
                principal["AWS"] = all;
            }
        }
        return PolicyTexts.Attached(document.ToJsonString(), policy.Name, policy.Kind) with { Id = policy.Id };
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonArray list => list.Select(item => (string?)item).OfType<string>(),
        JsonValue value => [(string)value!],
        _ => [],
    };
}
