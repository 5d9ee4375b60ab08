namespace Landward.Policy.Matching;

internal enum PatternTokenKind
{
    Literal,
    Star,
    AnyCharacter,
    Variable,
}

/// <summary>A piece of a value: literal text, a wildcard or a policy variable.</summary>
internal readonly struct PatternToken
{
    private readonly ContextKey _key;
    private readonly string? _default;

    private PatternToken(PatternTokenKind kind, string text, string? @default)
    {
        Kind = kind;
        Text = text;
        _default = @default;
        if (kind == PatternTokenKind.Variable)
            _key = new ContextKey(text);
    }

    public static PatternToken Star { get; } = new(PatternTokenKind.Star, "*", null);

    public static PatternToken AnyCharacter { get; } = new(PatternTokenKind.AnyCharacter, "?", null);

    public PatternTokenKind Kind { get; }

    /// <summary>The literal text or wildcard; of a variable its key.</summary>
    public string Text { get; }

    public static PatternToken Literal(string text) => new(PatternTokenKind.Literal, text, null);

    /// <param name="body">What stands between <c>${</c> and <c>}</c>: a key, perhaps with a default in single quotes.</param>
    public static PatternToken Variable(string body)
    {
        var comma = body.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
            return new PatternToken(PatternTokenKind.Variable, body.Trim(), null);
        var fallback = body[(comma + 1)..].Trim();
        var quoted = fallback.Length >= 2 && fallback[0] == '\'' && fallback[^1] == '\'';
        return new PatternToken(PatternTokenKind.Variable, body[..comma].Trim(), quoted ? fallback[1..^1] : null);
    }

    /// <summary>The text that stands for the token; null for a variable without single value and without default.</summary>
    public string? Value(RequestContext context) => Kind == PatternTokenKind.Variable ? context.SingleValue(_key) ?? _default : Text;

    public bool IsUnknown(RequestContext context) => Kind == PatternTokenKind.Variable && context.IsUnknown(_key);
}
