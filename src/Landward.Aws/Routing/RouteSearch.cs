using Landward.Aws.Descriptions;
using Landward.Aws.Wire;

namespace Landward.Aws.Routing;

/// <summary>One walk through a service's routes. Literal segments win over labels, labels over greedy ones.</summary>
internal sealed class RouteSearch
{
    private const int MaxSegments = 256;

    private readonly WireRequest _request;
    private readonly string _path;
    private readonly string[] _segments;
    private readonly List<KeyValuePair<string, string?>> _query;

    public RouteSearch(WireRequest request, string path)
    {
        _request = request;
        _path = path.StartsWith('/') ? path[1..] : path;
        _segments = _path.Length == 0 ? [] : _path.Split('/', MaxSegments);
        _query = UriText.Parameters(request.RawQuery);
    }

    public OperationDescription? Find(RestRoutes.Node root) => Find(root, 0);

    public Dictionary<string, string> Labels(OperationDescription operation)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var segment in operation.Uri.Segments)
        {
            var taken = 1;
            if (segment.IsGreedy)
                taken = Math.Max(1, _segments.Length - (operation.Uri.Segments.Length - 1));
            if (segment.IsLabel)
                labels[segment.Text] = UriText.Decode(taken == 1 ? _segments[index] : string.Join('/', _segments, index, taken));
            index += taken;
        }
        return labels;
    }

    private OperationDescription? Find(RestRoutes.Node node, int index)
    {
        // A single slash at the end does not change the address (`/bucket/` is the bucket).
        if (index == _segments.Length || (index == _segments.Length - 1 && index > 0 && _segments[index].Length == 0))
        {
            if (Best(node.Operations) is { } here)
                return here;
            if (index == _segments.Length)
                return null;
        }
        var segment = _segments[index];
        if (node.Literal(segment) is { } literal && Find(literal, index + 1) is { } byLiteral)
            return byLiteral;
        if (segment.Length > 0 && node.Label is { } label && Find(label, index + 1) is { } byLabel)
            return byLabel;
        return node.Greedy is { } greedy ? Rest(greedy, index) : null;
    }

    // A greedy label takes at least one segment and leaves what follows it in the template.
    private OperationDescription? Rest(RestRoutes.Node greedy, int index)
    {
        if (greedy.HasLiterals && _segments.Length > index + 1 && Find(greedy, _segments.Length - 1) is { } followed)
            return followed;
        return Best(greedy.Operations);
    }

    private OperationDescription? Best(List<OperationDescription> operations)
    {
        OperationDescription? best = null;
        var bestScore = -1;
        foreach (var operation in operations)
        {
            var score = Score(operation);
            if (score > bestScore)
                (best, bestScore) = (operation, score);
        }
        return best;
    }

    /// <summary>How closely the query and headers fit; negative when a literal or required parameter is missing.</summary>
    private int Score(OperationDescription operation)
    {
        var score = operation.IsDeprecated ? 0 : 1;
        foreach (var literal in operation.Uri.Query)
        {
            if (!HasQuery(literal.Name, literal.Value))
                return -1;
            score += 16;
        }
        foreach (var member in operation.Input.HttpMembers)
        {
            if (!member.IsRequired || member.Location is not (MemberLocation.QueryString or MemberLocation.Header))
                continue;
            var present = member.Location == MemberLocation.QueryString ? HasQuery(member.WireName, null) : _request.Headers[member.WireName] is not null;
            if (present)
                score += 4;
            else if (operation.Uri.Segments.Any(segment => segment.IsLabel && segment.Text == "Bucket"))
                // Only S3 tells operations apart by required parameters; elsewhere their absence is a validation error.
                return -1;
        }
        return score;
    }

    private bool HasQuery(string name, string? value)
    {
        foreach (var (key, found) in _query)
        {
            if (key == name && (value is null || found == value))
                return true;
        }
        return false;
    }
}
