using System.Collections.Concurrent;
using Landward.Aws.Descriptions;
using Landward.Aws.Wire;

namespace Landward.Aws.Routing;

/// <summary>The REST operations of one service as a tree of path segments per method.</summary>
internal sealed class RestRoutes
{
    private static readonly ConcurrentDictionary<ServiceDescription, RestRoutes> Cache = new();

    private readonly Dictionary<string, Node> _methods = new(StringComparer.Ordinal);

    private RestRoutes(ServiceDescription service)
    {
        foreach (var operation in service.Operations.OrderBy(operation => operation.Name, StringComparer.Ordinal))
        {
            if (!_methods.TryGetValue(operation.Method, out var node))
                _methods[operation.Method] = node = new Node();
            foreach (var segment in operation.Uri.Segments)
                node = node.Next(segment);
            node.Operations.Add(operation);
        }
    }

    public static RestRoutes Of(ServiceDescription service) => Cache.GetOrAdd(service, static found => new RestRoutes(found));

    /// <summary>The best operation for the request and the values of its labels, or null.</summary>
    public (OperationDescription Operation, Dictionary<string, string> Labels)? Match(WireRequest request, string path)
    {
        if (!_methods.TryGetValue(request.Method, out var root))
            return null;
        var search = new RouteSearch(request, path);
        return search.Find(root) is { } operation ? (operation, search.Labels(operation)) : null;
    }

    internal sealed class Node
    {
        private readonly Dictionary<string, Node> _literals = new(StringComparer.Ordinal);

        public List<OperationDescription> Operations { get; } = [];
        public Node? Label { get; private set; }
        public Node? Greedy { get; private set; }

        public bool HasLiterals => _literals.Count > 0;

        public Node? Literal(string text) => _literals.GetValueOrDefault(text);

        public Node Next(UriSegment segment)
        {
            if (segment.IsGreedy)
                return Greedy ??= new Node();
            if (segment.IsLabel)
                return Label ??= new Node();
            if (!_literals.TryGetValue(segment.Text, out var node))
                _literals[segment.Text] = node = new Node();
            return node;
        }
    }
}
