namespace Landward.Policy.Matching;

/// <summary>
/// One value of a Resource or NotResource element. An ARN pattern is compared segment by segment: in the first five a
/// <c>*</c> stays inside its segment, in the last it runs over <c>/</c> and <c>:</c>. A pattern with fewer segments
/// (<c>arn:aws:sqs</c>) goes on with <c>*</c>. Case-sensitive.
/// Source: "IAM JSON policy elements: Resource", IAM User Guide.
/// </summary>
internal sealed class ResourcePattern
{
    private const int Segments = 6;

    private readonly Glob[] _head;
    private readonly PatternTemplate _last;

    private ResourcePattern(Glob[] head, PatternTemplate last, bool everything)
    {
        _head = head;
        _last = last;
        MatchesEverything = everything;
    }

    /// <summary>The bare <c>*</c>: the only pattern that reaches actions without resource types.</summary>
    public bool MatchesEverything { get; }

    public static bool IsWellFormed(string pattern) =>
        pattern.AsSpan().TrimStart('*').IsEmpty ? pattern.Length > 0 : pattern.StartsWith("arn:", StringComparison.Ordinal);

    public static ResourcePattern Compile(string pattern, bool variables)
    {
        var everything = pattern.Length > 0 && pattern.AsSpan().TrimStart('*').IsEmpty;
        var segments = pattern.Split(':', Segments);
        var head = new Glob[Segments - 1];
        for (var i = 0; i < head.Length; i++)
            head[i] = i < segments.Length ? Glob.Compile(segments[i]) : Glob.All;
        return new ResourcePattern(head, PatternTemplate.Parse(segments.Length == Segments ? segments[^1] : "*", variables), everything);
    }

    public bool Matches(RequestedResource resource, RequestContext context)
    {
        if (MatchesEverything)
            return true;
        if (resource.Segments is not { } segments)
            return false;
        // The service and account segments differ most often, so a mismatch shows early.
        for (var i = 2; i < _head.Length; i++)
        {
            if (!_head[i].MatchesEverything && !_head[i].Matches(segments[i]))
                return false;
        }
        return _head[0].Matches(segments[0]) && _head[1].Matches(segments[1]) && _last.ResolvePattern(context) is { } last && last.Matches(segments[5]);
    }

    /// <summary>False when a policy variable of the pattern has neither a value nor a default.</summary>
    public bool IsResolved(RequestContext context) => MatchesEverything || !_last.HasVariables || _last.ResolvePattern(context) is not null;

    /// <summary>For a request over many resources: is there one that this pattern matches?</summary>
    public bool Intersects(RequestedResource resource, RequestContext context) => Relates(resource, context, GlobRelations.Intersects);

    /// <summary>For a request over many resources: does this pattern match every one of them?</summary>
    public bool Covers(RequestedResource resource, RequestContext context) => Relates(resource, context, GlobRelations.Covers);

    private bool Relates(RequestedResource resource, RequestContext context, Func<Glob, Glob, bool> relation)
    {
        if (MatchesEverything)
            return true;
        if (_last.ResolvePattern(context) is not { } last)
            return false;
        var patterns = resource.SegmentPatterns;
        for (var i = 0; i < _head.Length; i++)
        {
            if (!relation(_head[i], patterns[i]))
                return false;
        }
        return relation(last, patterns[5]);
    }
}
