using System.Collections.Immutable;

namespace Landward.Policy.Facts;

/// <summary>Resource types by the service segment of their ARNs, which is not always the prefix of the service that lists them.</summary>
internal sealed class ResourceTypeIndex
{
    private readonly Dictionary<string, List<IamResourceType>> _byArnService = new(StringComparer.Ordinal);

    // Templates with a placeholder or nothing in the service segment.
    private readonly List<IamResourceType> _anyService = [];

    public ResourceTypeIndex(IEnumerable<IamService> services)
    {
        foreach (var type in services.SelectMany(service => service.ResourceTypes))
        {
            var service = type.Template.Service;
            if (service.Length == 0 || service.Contains("${", StringComparison.Ordinal))
                _anyService.Add(type);
            else if (_byArnService.TryGetValue(service, out var types))
                types.Add(type);
            else
                _byArnService.Add(service, [type]);
        }
    }

    public ImmutableArray<IamResourceType> Match(string arn)
    {
        var candidates = Candidates(arn);
        var fitting = candidates.FindAll(type => type.Template.Fits(arn, acrossSlashes: false));
        if (fitting.Count == 0)
            fitting = candidates.FindAll(type => type.Template.Fits(arn, acrossSlashes: true));
        if (fitting.Count == 0)
            return [];
        var most = fitting.Max(type => type.Template.LiteralLength);
        return [.. fitting.Where(type => type.Template.LiteralLength == most)];
    }

    private List<IamResourceType> Candidates(string arn)
    {
        var segments = arn.Split(':', 4);
        return segments.Length == 4 && _byArnService.TryGetValue(segments[2], out var types) ? types : _anyService;
    }
}
