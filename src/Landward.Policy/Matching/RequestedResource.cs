namespace Landward.Policy.Matching;

/// <summary>The resource of a request, split once: an ARN, the literal <c>*</c>, or a pattern over many resources.</summary>
internal sealed class RequestedResource
{
    private Glob[]? _patterns;

    public RequestedResource(string text, bool anyResource)
    {
        Text = text;
        var parts = text.Split(':', 6);
        Segments = parts.Length == 6 && parts[0] == "arn" ? parts : null;
        IsPattern = anyResource && text.Contains('*', StringComparison.Ordinal);
        IsWildcardOnly = !IsPattern && text == "*";
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

    public Glob[] SegmentPatterns
    {
        get
        {
            if (_patterns is { } known)
                return known;
            var parts = Text.Split(':', 6);
            var patterns = new Glob[6];
            for (var i = 0; i < patterns.Length; i++)
                patterns[i] = i < parts.Length && Text != "*" ? Glob.Compile(parts[i]) : Glob.All;
            return _patterns = patterns;
        }
    }
}
