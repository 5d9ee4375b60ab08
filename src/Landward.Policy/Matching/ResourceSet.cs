namespace Landward.Policy.Matching;

/// <summary>The resources named by a Resource or NotResource element.</summary>
internal sealed class ResourceSet
{
    private readonly ResourcePattern[] _patterns;
    private readonly bool _negated;
    private readonly bool _everything;

    public ResourceSet(IEnumerable<string> patterns, bool variables, bool negated)
    {
        _patterns = [.. patterns.Select(pattern => ResourcePattern.Compile(pattern, variables))];
        _negated = negated;
        _everything = Array.Exists(_patterns, pattern => pattern.MatchesEverything);
    }

    public bool Matches(RequestedResource resource, RequestContext context, Effect effect)
    {
        if (_everything)
            return !_negated;
        if (resource.IsWildcardOnly)
            return _negated;
        // "In some cases, variables can't be resolved": what NotResource leaves out is then unknown, and an Allow must not grant by it.
        if (_negated && effect == Effect.Allow && HasUnresolved(context))
            return false;
        if (resource.IsPattern)
            return MatchesPattern(resource, context, effect);
        foreach (var pattern in _patterns)
        {
            if (pattern.Matches(resource, context))
                return !_negated;
        }
        return _negated;
    }

    private bool HasUnresolved(RequestContext context)
    {
        foreach (var pattern in _patterns)
        {
            if (!pattern.IsResolved(context))
                return true;
        }
        return false;
    }

    // Over many resources an Allow counts when it reaches some of them, a Deny only when it reaches all.
    private bool MatchesPattern(RequestedResource resource, RequestContext context, Effect effect)
    {
        var wantsAll = effect == Effect.Deny;
        if (_negated)
            return !Array.Exists(_patterns, pattern => wantsAll ? pattern.Intersects(resource, context) : pattern.Covers(resource, context));
        return Array.Exists(_patterns, pattern => wantsAll ? pattern.Covers(resource, context) : pattern.Intersects(resource, context));
    }
}
