using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>What a request may carry under one condition key: nothing, one value, or a list of them.</summary>
/// <param name="Values">Default when the key is absent.</param>
internal sealed record KeyValue(ImmutableArray<string> Values, bool Multivalued)
{
    public static readonly KeyValue Absent = new(default, Multivalued: false);

    public bool IsAbsent => Values.IsDefault;

    public static KeyValue Single(string value) => new([value], Multivalued: false);

    public static KeyValue Many(ImmutableArray<string> values) => new(values, Multivalued: true);
}
