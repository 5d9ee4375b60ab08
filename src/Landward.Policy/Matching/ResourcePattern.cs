using Landward.Policy.Conditions;

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

    // The first five segments with their colons, when they hold no wildcard: one comparison settles them.
    private readonly string? _literalHead;

    private ResourcePattern(string source, Glob[] head, PatternTemplate last, bool everything)
    {
        Source = source;
        _head = head;
        _last = last;
        MatchesEverything = everything;
        if (Array.TrueForAll(head, segment => segment.Literal is not null))
            _literalHead = string.Concat(head.Select(segment => segment.Literal + ":"));
    }

    /// <summary>The pattern as written.</summary>
    public string Source { get; }

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
        return new ResourcePattern(pattern, head, PatternTemplate.Parse(segments.Length == Segments ? segments[^1] : "*", variables), everything);
    }

    public Truth Matches(RequestedResource resource, RequestContext context)
    {
        if (MatchesEverything)
            return Truth.True;
        if (resource.Segments is not { } segments)
            return Truth.False;
        if (_literalHead is not null)
            return resource.Text.StartsWith(_literalHead, StringComparison.Ordinal) ? _last.Matches(segments[5], context) : Truth.False;
        // The service and account segments differ most often, so a mismatch shows early.
        for (var i = 2; i < _head.Length; i++)
        {
            if (!_head[i].MatchesEverything && !_head[i].Matches(segments[i]))
                return Truth.False;
        }
        return _head[0].Matches(segments[0]) && _head[1].Matches(segments[1]) ? _last.Matches(segments[5], context) : Truth.False;
    }

    /// <summary>False when a policy variable of the pattern has neither a value nor a default, unknown when nobody knows its value.</summary>
    public Truth Resolution(RequestContext context) => MatchesEverything ? Truth.True : _last.Resolution(context);

    /// <summary>For a request over many resources: is there one that this pattern matches?</summary>
    public Truth Intersects(RequestedResource resource, RequestContext context)
    {
        if (MatchesEverything)
            return Truth.True;
        foreach (var patterns in resource.Patterns)
        {
            if (!Relates(patterns, context, GlobRelations.Intersects))
                return Truth.False;
        }
        return Resolution(context);
    }

    /// <summary>For a request over many resources: does this pattern match every one of them?</summary>
    public Truth Covers(RequestedResource resource, RequestContext context)
    {
        if (MatchesEverything)
            return Truth.True;
        foreach (var patterns in resource.Patterns)
        {
            if (Relates(patterns, context, GlobRelations.Covers))
                return Resolution(context);
        }
        return Truth.False;
    }

    /// <summary>The pattern with its policy variables filled in; null when one has no value.</summary>
    public string? Resolve(RequestContext context)
    {
        if (!_last.HasVariables)
            return Source;
        return Resolution(context) == Truth.True ? string.Concat(_head.Select(segment => segment.Text + ":")) + _last.ResolvePattern(context)!.Text : null;
    }

    // With a variable nobody knows any text may stand in the last segment.
    private bool Relates(Glob[] patterns, RequestContext context, Func<Glob, Glob, bool> relation)
    {
        for (var i = 0; i < _head.Length; i++)
        {
            if (!relation(_head[i], patterns[i]))
                return false;
        }
        return Resolution(context) switch
        {
            Truth.True => relation(_last.ResolvePattern(context)!, patterns[5]),
            Truth.Unknown => true,
            _ => false,
        };
    }
}
