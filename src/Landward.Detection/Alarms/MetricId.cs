using System.Collections.Immutable;

namespace Landward.Detection.Alarms;

/// <summary>A metric: the same name with other dimensions is another metric.</summary>
public sealed class MetricId : IEquatable<MetricId>
{
    public MetricId(string @namespace, string name, IEnumerable<KeyValuePair<string, string>> dimensions)
    {
        Namespace = @namespace;
        Name = name;
        Dimensions = dimensions.ToImmutableSortedDictionary(StringComparer.Ordinal);
        Key = string.Join('\u0001', [@namespace, name, .. Dimensions.SelectMany(pair => new[] { pair.Key, pair.Value })]);
    }

    public string Namespace { get; }

    public string Name { get; }

    public ImmutableSortedDictionary<string, string> Dimensions { get; }

    /// <summary>Namespace, name and dimensions as one text, which names no other metric.</summary>
    public string Key { get; }

    public bool Equals(MetricId? other) => other is not null && Key == other.Key;

    public override bool Equals(object? obj) => Equals(obj as MetricId);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"{Namespace}/{Name}{string.Concat(Dimensions.Select(pair => $" {pair.Key}={pair.Value}"))}";
}
