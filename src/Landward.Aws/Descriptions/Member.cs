namespace Landward.Aws.Descriptions;

/// <summary>Which part of an HTTP message a member is bound to.</summary>
public enum MemberLocation
{
    Body,
    Uri,
    QueryString,
    Header,

    /// <summary>A map whose keys are header names with a common prefix.</summary>
    Headers,
    StatusCode,
}

public enum TimestampFormat
{
    /// <summary>What the protocol prescribes for the place.</summary>
    Default,
    Iso8601,
    Rfc822,
    UnixTimestamp,
}

/// <summary>
/// A member of a structure, or the element, key or value of a list or map: a shape with the wire traits of this use.
/// </summary>
public sealed class Member
{
    internal Member(string name, Shape shape) => (Name, Shape) = (name, shape);

    /// <summary>The name in the model and in Landward's JSON; empty for elements, keys and values.</summary>
    public string Name { get; }

    public Shape Shape { get; }
    public MemberLocation Location { get; internal init; }

    /// <summary>The model's <c>locationName</c>: JSON key, XML element, header or query parameter; null when it is the name.</summary>
    public string? LocationName { get; internal init; }

    /// <summary>The parameter's name in EC2 requests when the model overrides it.</summary>
    public string? QueryName { get; internal init; }

    /// <summary>A list or map without a wrapping element.</summary>
    public bool IsFlattened { get; internal init; }

    public bool IsXmlAttribute { get; internal init; }
    public string? XmlNamespace { get; internal init; }
    public string? XmlPrefix { get; internal init; }
    public TimestampFormat TimestampFormat { get; internal init; }

    /// <summary>A blob that is the raw HTTP body.</summary>
    public bool IsStreaming { get; internal init; }

    /// <summary>Filled by the client with a random id when absent, so that a retried call is recognised.</summary>
    public bool IsIdempotencyToken { get; internal init; }

    /// <summary>Part of the host name when the operation has a host prefix.</summary>
    public bool IsHostLabel { get; internal init; }

    public bool IsRequired { get; internal set; }

    /// <summary>Name on the wire in bodies, headers and query strings.</summary>
    public string WireName => LocationName ?? Name;

    /// <summary>The element's name in XML: that of the list's elements when the list is flattened.</summary>
    internal string XmlName => IsFlattened && Shape.Element?.LocationName is { } name ? name : WireName;

    internal string Ec2Name { get; init; } = string.Empty;

    public override string ToString() => $"{Name}: {Shape}";
}
