using System.Collections.Immutable;

namespace Landward.Detection.Alarms;

/// <summary>A metric: the same name with other dimensions is another metric.</summary>
public sealed class MetricId : IEquatable<MetricId>
{
    private readonly string _key;

    public MetricId(string @namespace, string name, IEnumerable<KeyValuePair<string, string>> dimensions)
    {
        Namespace = @namespace;
        Name = name;
        Dimensions = dimensions.ToImmutableSortedDictionary(StringComparer.Ordinal);
        _key = string.Join('\u0001', [@namespace, name, .. Dimensions.SelectMany(pair => new[] { pair.Key, pair.Value })]);
    }

    public string Namespace { get; }

    public string Name { get; }

    public ImmutableSortedDictionary<string, string> Dimensions { get; }

    public bool Equals(MetricId? other) => other is not null && _key == other._key;

    public override bool Equals(object? obj) => Equals(obj as MetricId);

    public override int GetHashCode() => _key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"{Namespace}/{Name}{string.Concat(Dimensions.Select(pair => $" {pair.Key}={pair.Value}"))}";
}
