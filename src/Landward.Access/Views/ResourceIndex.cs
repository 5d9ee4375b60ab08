using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Access;

/// <summary>Finds the resource that an ARN belongs to: itself, the bucket of an object, the table of an index, the topic of a subscription.</summary>
internal sealed class ResourceIndex
{
    private readonly Dictionary<string, AccessResource> _byArn;

    public ResourceIndex(ImmutableArray<AccessResource> resources)
    {
        _byArn = new Dictionary<string, AccessResource>(resources.Length, StringComparer.Ordinal);
        foreach (var resource in resources)
            _byArn.TryAdd(resource.Arn, resource);
    }

    public AccessResource? Find(string arn)
    {
        if (_byArn.TryGetValue(arn, out var exact))
            return exact;
        if (!Arn.TryParse(arn, out var parts))
            return null;
        var head = arn.Length - parts.Resource.Length;
        if (parts is { Service: "s3", Region: "" })
            return arn.IndexOf('/', head) is var slash and > 0 ? _byArn.GetValueOrDefault(arn[..slash]) : null;
        for (var end = arn.LastIndexOfAny(Separators); end > head; end = arn.LastIndexOfAny(Separators, end - 1))
        {
            if (_byArn.TryGetValue(arn[..end], out var parent))
                return IsGovernedBy(parent, arn.AsSpan(end)) ? parent : null;
        }
        return null;
    }

    private static readonly char[] Separators = ['/', ':'];

    // "A resource-based policy attached to a table doesn't apply to its streams" (DynamoDB Developer Guide, resource-based policies).
    private static bool IsGovernedBy(AccessResource parent, ReadOnlySpan<char> rest) =>
        parent.Type != "AWS::DynamoDB::Table" || !rest.StartsWith("/stream/", StringComparison.Ordinal);
}
