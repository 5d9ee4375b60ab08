using System.Collections.Frozen;
using System.Text.Json;

namespace Landward.Policy;

/// <summary>Size and count limits of a kind of policy, from the embedded quota data.</summary>
/// <param name="MaxCharacters">Characters of one document.</param>
/// <param name="MaxPerTarget">Documents attached directly to one root, unit, account, user or role.</param>
/// <param name="MinPerTarget">Documents that must stay attached (FullAWSAccess, RCPFullAWSAccess).</param>
/// <param name="AsOf">The date since when the value holds or was read (<c>yyyy-MM-dd</c>).</param>
/// <param name="Source">The AWS page.</param>
public sealed record PolicyQuota(PolicyKind Kind, int MaxCharacters, int MaxPerTarget, int MinPerTarget, string AsOf, string Source)
{
    private static readonly FrozenDictionary<PolicyKind, PolicyQuota> Known = Load();

    /// <summary>The quota of a kind; null when AWS sets it per service (resource policies) or packs it (session policies).</summary>
    public static PolicyQuota? Of(PolicyKind kind) => Known.GetValueOrDefault(kind);

    internal static int? MaxCharactersOf(PolicyKind kind) => Of(kind)?.MaxCharacters;

    private static FrozenDictionary<PolicyKind, PolicyQuota> Load()
    {
        using var stream = typeof(PolicyQuota).Assembly.GetManifestResourceStream("Landward.Policy.Packing.quotas.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("quotas").EnumerateArray()
            .Select(quota => new PolicyQuota(
                Enum.Parse<PolicyKind>(quota.GetProperty("kind").GetString()!),
                quota.GetProperty("maxCharacters").GetInt32(),
                quota.GetProperty("maxPerTarget").GetInt32(),
                quota.GetProperty("minPerTarget").GetInt32(),
                quota.GetProperty("asOf").GetString()!,
                quota.GetProperty("source").GetString()!))
            .ToFrozenDictionary(quota => quota.Kind);
    }
}
