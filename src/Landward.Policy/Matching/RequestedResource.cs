using System.Collections.Immutable;

namespace Landward.Policy.Matching;

/// <summary>The resource of a request, split once: an ARN, the literal <c>*</c>, or a pattern over many resources.</summary>
internal sealed class RequestedResource
{
    private const int SegmentCount = 6;

    private ImmutableArray<Glob[]> _patterns;

    public RequestedResource(string text, bool anyResource)
    {
        Text = text;
        var parts = text.Split(':', SegmentCount);
        Segments = parts.Length == SegmentCount && parts[0] == "arn" ? parts : null;
        IsPattern = anyResource && text.Contains('*', StringComparison.Ordinal);
        IsWildcardOnly = !IsPattern && text == "*";
    }

    private RequestedResource(RequestedResource request, string pattern)
        : this(pattern, anyResource: true)
    {
        IsPattern = true;
        IsWildcardOnly = false;
        _patterns = [Split(pattern), Split(request.Text)];
    }

    public string Text { get; }

    /// <summary>The six segments of the ARN; null when the resource is no ARN.</summary>
    public string[]? Segments { get; }

    /// <summary>The request asks whether any resource of this pattern could be allowed.</summary>
    public bool IsPattern { get; }

    /// <summary>The action has no resource type and is checked against <c>*</c>.</summary>
    public bool IsWildcardOnly { get; }

    public string? Service => Segments?[2];

    /// <summary>The account segment of the ARN; empty for S3, null when the resource is no ARN.</summary>
    public string? Account => Segments?[4];

    public string? Name => Segments?[5];

    /// <summary>The patterns, in segments, that every resource meant matches all of.</summary>
    public ImmutableArray<Glob[]> Patterns
    {
        get
        {
            if (_patterns.IsDefault)
                ImmutableInterlocked.InterlockedInitialize(ref _patterns, [Split(Text)]);
            return _patterns;
        }
    }

    /// <summary>Those resources of this pattern that match another one, too.</summary>
    public RequestedResource Within(string pattern) => new(this, pattern);

    private static Glob[] Split(string text)
    {
        var parts = text.Split(':', SegmentCount);
        var patterns = new Glob[SegmentCount];
        for (var i = 0; i < patterns.Length; i++)
            patterns[i] = i < parts.Length && text != "*" ? Glob.Compile(parts[i]) : Glob.All;
        return patterns;
    }
}
