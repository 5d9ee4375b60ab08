using Landward.Policy.Conditions;

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

    public bool IsNegated => _negated;

    /// <summary>The element is <c>"Resource": "*"</c>.</summary>
    public bool MatchesEverything => _everything && !_negated;

    public ReadOnlySpan<ResourcePattern> Patterns => _patterns;

    public Truth Matches(RequestedResource resource, RequestContext context, Effect effect)
    {
        if (_everything)
            return Truths.From(!_negated);
        if (resource.IsWildcardOnly)
            return Truths.From(_negated);
        // "In some cases, variables can't be resolved": what NotResource leaves out is then unknown, and an Allow must not grant by it.
        var resolved = _negated && effect == Effect.Allow ? Resolution(context) : Truth.True;
        if (resolved == Truth.False)
            return Truth.False;
        var named = Truth.False;
        foreach (var pattern in _patterns)
        {
            named = Truths.Or(named, Named(pattern, resource, context, effect));
            if (named == Truth.True)
                break;
        }
        return _negated ? Truths.And(resolved, Truths.Not(named)) : named;
    }

    // Over many resources an Allow counts when it reaches some of them, a Deny only when it reaches all.
    private Truth Named(ResourcePattern pattern, RequestedResource resource, RequestContext context, Effect effect)
    {
        if (!resource.IsPattern)
            return pattern.Matches(resource, context);
        return (effect == Effect.Deny) != _negated ? pattern.Covers(resource, context) : pattern.Intersects(resource, context);
    }

    private Truth Resolution(RequestContext context)
    {
        var result = Truth.True;
        foreach (var pattern in _patterns)
            result = Truths.And(result, pattern.Resolution(context));
        return result;
    }
}
