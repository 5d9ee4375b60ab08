using System.Collections.Frozen;
using System.Text.Json;

namespace Landward.LandingZone.Quotas;

/// <summary>A limit of AWS from the embedded data.</summary>
/// <param name="Adjustable">AWS raises it on request: exceeding it is a warning, not an error.</param>
/// <param name="AsOf">The date the value was read (<c>yyyy-MM-dd</c>).</param>
internal sealed record Quota(string Name, int Value, bool Adjustable, string AsOf, string Source)
{
    private static readonly FrozenDictionary<string, Quota> Known = Load();

    public static Quota Of(string name) => Known[name];

    private static FrozenDictionary<string, Quota> Load()
    {
        using var stream = typeof(Quota).Assembly.GetManifestResourceStream("Landward.LandingZone.Quotas.quotas.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("quotas").EnumerateArray()
            .Select(quota => new Quota(
                quota.GetProperty("name").GetString()!,
                quota.GetProperty("value").GetInt32(),
                quota.GetProperty("adjustable").GetBoolean(),
                quota.GetProperty("asOf").GetString()!,
                quota.GetProperty("source").GetString()!))
            .ToFrozenDictionary(quota => quota.Name);
    }
}
