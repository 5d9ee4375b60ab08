using System.Collections.Frozen;
using Landward.Aws.Descriptions;
using Landward.Aws.Wire;

namespace Landward.Aws.Routing;

/// <summary>What a request asks for: a service in one of its protocols, and an operation of it.</summary>
/// <param name="Service">The service the request addresses.</param>
/// <param name="Operation">The operation, or null when the service's description has none that fits.</param>
/// <param name="OperationName">The name the request gives; for REST requests that fit nothing, method and path.</param>
/// <param name="Protocol">The protocol of this request, in which it is to be answered.</param>
/// <param name="Method">The HTTP method: answers to HEAD have no body.</param>
public sealed record RoutedCall(ServiceDescription Service, OperationDescription? Operation, string OperationName, WireProtocol Protocol, string Method)
{
    /// <summary>Values of the URI's labels, decoded.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The parsed parameters of query and ec2 requests.</summary>
    internal QueryForm? Form { get; init; }
}
