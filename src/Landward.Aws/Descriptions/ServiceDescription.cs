using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Landward.Aws.Descriptions;

public enum WireProtocol
{
    Json,
    RestJson,
    RestXml,
    Query,
    Ec2,
}

/// <summary>Where a service answers in one partition.</summary>
/// <param name="Host">Host name; <c>{region}</c> stands for the Region.</param>
/// <param name="GlobalRegion">The Region that requests are signed for when the service has one endpoint for all; else null.</param>
public sealed record ServiceEndpoint(string Host, string? GlobalRegion);

/// <summary>The API of one AWS service: what the wire codecs, the router and the client need to know.</summary>
public sealed class ServiceDescription
{
    private readonly FrozenDictionary<string, OperationDescription> _operations;
    private readonly FrozenDictionary<string, Shape> _shapes;
    private readonly FrozenDictionary<string, Shape> _errors;

    internal ServiceDescription(string name, Dictionary<string, OperationDescription> operations, Dictionary<string, Shape> shapes)
    {
        Name = name;
        _operations = operations.ToFrozenDictionary(StringComparer.Ordinal);
        _shapes = shapes.ToFrozenDictionary(StringComparer.Ordinal);
        var errors = new Dictionary<string, Shape>(StringComparer.Ordinal);
        foreach (var shape in shapes.Values)
        {
            if (shape.Error is { } error)
            {
                errors[shape.Name] = shape;
                errors.TryAdd(error.Code, shape);
            }
        }
        _errors = errors.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The name in the SDKs' models: <c>organizations</c>, <c>sso-admin</c>, <c>s3control</c>.</summary>
    public string Name { get; }

    /// <summary>The service id, such as <c>SSO Admin</c>.</summary>
    public required string ServiceId { get; init; }

    /// <summary>Protocols the service understands, the preferred one first.</summary>
    public required ImmutableArray<WireProtocol> Protocols { get; init; }

    public WireProtocol Protocol => Protocols[0];

    /// <summary><c>1.0</c> or <c>1.1</c> for the JSON protocol.</summary>
    public string JsonVersion { get; init; } = "1.1";

    public required string ApiVersion { get; init; }

    /// <summary>The service part of the signature's scope: <c>sso</c>, <c>access-analyzer</c>.</summary>
    public required string SigningName { get; init; }

    /// <summary>What stands before the dot in <c>X-Amz-Target</c>.</summary>
    public string? TargetPrefix { get; init; }

    public string? XmlNamespace { get; init; }

    /// <summary>The JSON answers carry the older query protocol's error codes in <c>x-amzn-query-error</c>.</summary>
    public bool IsQueryCompatible { get; init; }

    /// <summary>Endpoints by partition (<c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c>).</summary>
    public required FrozenDictionary<string, ServiceEndpoint> Endpoints { get; init; }

    /// <summary>One endpoint serves all Regions of the <c>aws</c> partition.</summary>
    public bool IsGlobal => Endpoints.TryGetValue("aws", out var endpoint) && endpoint.GlobalRegion is not null;

    /// <summary>The same API with the names of the query protocol where they differ from the JSON ones (SQS), or null.</summary>
    internal ServiceDescription? QueryVariant { get; init; }

    public IEnumerable<OperationDescription> Operations => _operations.Values;

    public IEnumerable<Shape> Shapes => _shapes.Values;

    public OperationDescription? FindOperation(string name) => _operations.GetValueOrDefault(name);

    /// <summary>The error shape with this name or this code on the wire, or null.</summary>
    public Shape? FindError(string code) => _errors.GetValueOrDefault(code);

    /// <summary>The description whose names apply to a request in this protocol.</summary>
    internal ServiceDescription For(WireProtocol protocol) =>
        protocol == WireProtocol.Query && QueryVariant is { } variant ? variant : this;

    public override string ToString() => Name;
}
