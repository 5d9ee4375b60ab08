using System.Collections.Immutable;

namespace Landward.Access.External;

/// <summary>
/// A simple statement about a request: its principal is this one, or its key has this value. Predicates of one coordinate are
/// ordered by implication.
/// </summary>
/// <param name="Coordinate">A condition key in lower case, or <c>principal</c>.</param>
/// <param name="Key">The key in AWS's case; of a principal its type.</param>
/// <param name="Operator">A positive operator, of keys with many values with <c>ForAnyValue:</c>; of a principal empty.</param>
internal sealed record Predicate(string Coordinate, string Key, string Operator, string Value)
{
    public const string AnyValue = "ForAnyValue:";

    /// <summary>The operator for single values.</summary>
    public string Comparison => Operator.StartsWith(AnyValue, StringComparison.Ordinal) ? Operator[AnyValue.Length..] : Operator;

    public const string PrincipalCoordinate = "principal";

    public bool IsPrincipal => Coordinate == PrincipalCoordinate;
}

/// <summary>One finding's abstraction: a conjunction with at most one predicate for each coordinate.</summary>
internal sealed class Abstraction : IEquatable<Abstraction>
{
    /// <summary>Everybody, however they come.</summary>
    public static readonly Abstraction Top = new(ImmutableSortedDictionary<string, Predicate>.Empty.WithComparers(StringComparer.Ordinal));

    private readonly string _text;

    private Abstraction(ImmutableSortedDictionary<string, Predicate> predicates)
    {
        Predicates = predicates;
        _text = string.Join('\n', predicates.Values.Select(predicate => $"{predicate.Coordinate} {predicate.Key} {predicate.Operator} {predicate.Value}"));
    }

    public ImmutableSortedDictionary<string, Predicate> Predicates { get; }

    public Predicate? Find(string coordinate) => Predicates.GetValueOrDefault(coordinate);

    public Abstraction With(Predicate predicate) => new(Predicates.SetItem(predicate.Coordinate, predicate));

    public Abstraction Without(IEnumerable<string> coordinates) => new(Predicates.RemoveRange(coordinates));

    public bool Equals(Abstraction? other) => other is not null && _text == other._text;

    public override bool Equals(object? obj) => Equals(obj as Abstraction);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _text;
}
