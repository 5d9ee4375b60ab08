using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Landward.Aws.Descriptions;

public enum ShapeType
{
    Structure,
    List,
    Map,
    String,
    Integer,
    Long,
    Float,
    Double,
    Boolean,
    Timestamp,
    Blob,
}

/// <summary>A type of a service's API, as its model declares it. Shapes may refer to themselves.</summary>
public sealed class Shape
{
    internal Shape(string name, ShapeType type) => (Name, Type) = (name, type);

    public string Name { get; }
    public ShapeType Type { get; }

    /// <summary>Members of a structure, in the model's order; empty for other types.</summary>
    public ImmutableArray<Member> Members { get; internal set; } = [];

    /// <summary>The member of a structure that is the whole HTTP body, or null.</summary>
    public Member? Payload { get; internal set; }

    /// <summary>The elements of a list.</summary>
    public Member? Element { get; internal set; }

    /// <summary>The keys of a map.</summary>
    public Member? Key { get; internal set; }

    /// <summary>The values of a map.</summary>
    public Member? Value { get; internal set; }

    /// <summary>A structure that stands for any JSON value.</summary>
    public bool IsDocument { get; internal set; }

    /// <summary>A structure of which exactly one member is set.</summary>
    public bool IsUnion { get; internal set; }

    /// <summary>Values the model calls sensitive; they are never written to logs or journals.</summary>
    public bool IsSensitive { get; internal set; }

    /// <summary>Smallest length (strings, blobs, lists, maps) or value (numbers).</summary>
    public double? Min { get; internal set; }

    /// <summary>Greatest length (strings, blobs, lists, maps) or value (numbers).</summary>
    public double? Max { get; internal set; }

    /// <summary>Regular expression of a string, in the model's (Java's) dialect.</summary>
    public string? Pattern { get; internal set; }

    public ImmutableArray<string> Enum { get; internal set; } = [];

    /// <summary>What makes this structure an error, or null.</summary>
    public ErrorTraits? Error { get; internal set; }

    internal FrozenDictionary<string, Member> ByName { get; set; } = FrozenDictionary<string, Member>.Empty;

    /// <summary>Members by their name in JSON bodies and XML elements.</summary>
    internal FrozenDictionary<string, Member> ByWireName { get; set; } = FrozenDictionary<string, Member>.Empty;

    /// <summary>Members that belong to the HTTP body: no location.</summary>
    internal ImmutableArray<Member> BodyMembers { get; set; } = [];

    /// <summary>Members bound to the URI, query string, headers or status code.</summary>
    internal ImmutableArray<Member> HttpMembers { get; set; } = [];

    internal FrozenSet<string>? EnumSet { get; set; }

    public Member? FindMember(string name) => ByName.GetValueOrDefault(name);

    public override string ToString() => $"{Name} ({Type})";
}

/// <summary>How an error shape appears on the wire.</summary>
/// <param name="Code">The code of the query, ec2 and XML protocols: the model's, or the shape's name.</param>
/// <param name="Status">HTTP status of the model, or null.</param>
/// <param name="IsFault">The service is at fault, not the caller.</param>
/// <param name="IsRetryable">The model says a retry may succeed.</param>
public sealed record ErrorTraits(string Code, int? Status, bool IsFault, bool IsRetryable);
