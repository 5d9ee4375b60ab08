using System.Text;

namespace Landward.Policy.Matching;

/// <summary>
/// Text of a policy value or resource that may hold policy variables (<c>${aws:username}</c>, <c>${key, 'default'}</c>) and
/// the escapes <c>${*}</c>, <c>${?}</c>, <c>${$}</c>. Compiled once; without variables the pattern is ready to use.
/// Source: "IAM policy elements: Variables and tags", IAM User Guide.
/// </summary>
internal sealed class PatternTemplate
{
    private readonly List<Token> _tokens;
    private readonly Glob? _glob;
    private readonly string? _text;

    private PatternTemplate(string source, List<Token> tokens)
    {
        Source = source;
        _tokens = tokens;
        if (tokens.Exists(token => token.Kind == TokenKind.Variable))
            return;
        _glob = BuildGlob(null);
        _text = BuildText(null);
    }

    public string Source { get; }

    public bool HasVariables => _glob is null;

    /// <param name="source">The text as written.</param>
    /// <param name="variables">False for documents of version 2008-10-17, where <c>${</c> is plain text.</param>
    public static PatternTemplate Parse(string source, bool variables)
    {
        var tokens = new List<Token>();
        var literal = new StringBuilder();
        for (var i = 0; i < source.Length; i++)
        {
            if (variables && source[i] == '$' && i + 1 < source.Length && source[i + 1] == '{' && source.IndexOf('}', i + 2) is var close and > 0)
            {
                var body = source[(i + 2)..close];
                if (body is "*" or "?" or "$")
                {
                    literal.Append(body);
                }
                else
                {
                    Flush(tokens, literal);
                    tokens.Add(Variable(body));
                }
                i = close;
            }
            else if (source[i] is '*' or '?')
            {
                Flush(tokens, literal);
                tokens.Add(new Token(source[i] == '*' ? TokenKind.Star : TokenKind.AnyCharacter, source[i] == '*' ? "*" : "?", null));
            }
            else
            {
                literal.Append(source[i]);
            }
        }
        Flush(tokens, literal);
        return new PatternTemplate(source, tokens);
    }

    /// <summary>The pattern with variables filled in; null when a variable has no single value and no default.</summary>
    public Glob? ResolvePattern(RequestContext context) => _glob ?? BuildGlob(context);

    /// <summary>The text with variables filled in and wildcards taken literally; null when a variable cannot be filled in.</summary>
    public string? ResolveText(RequestContext context) => _text ?? BuildText(context);

    private Glob? BuildGlob(RequestContext? context)
    {
        var builder = new Glob.Builder();
        foreach (var token in _tokens)
        {
            if (token.Kind == TokenKind.Star)
                builder.AppendStar();
            else if (token.Kind == TokenKind.AnyCharacter)
                builder.AppendAnyCharacter();
            else if (token.Value(context) is { } text)
                builder.AppendLiteral(text);
            else
                return null;
        }
        return builder.Build();
    }

    private string? BuildText(RequestContext? context)
    {
        if (_tokens is [{ Kind: TokenKind.Literal } only])
            return only.Text;
        var text = new StringBuilder();
        foreach (var token in _tokens)
        {
            if (token.Value(context) is not { } value)
                return null;
            text.Append(value);
        }
        return text.ToString();
    }

    private static Token Variable(string body)
    {
        var comma = body.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
            return new Token(TokenKind.Variable, body.Trim(), null);
        var fallback = body[(comma + 1)..].Trim();
        var quoted = fallback.Length >= 2 && fallback[0] == '\'' && fallback[^1] == '\'';
        return new Token(TokenKind.Variable, body[..comma].Trim(), quoted ? fallback[1..^1] : null);
    }

    private static void Flush(List<Token> tokens, StringBuilder literal)
    {
        if (literal.Length == 0)
            return;
        tokens.Add(new Token(TokenKind.Literal, literal.ToString(), null));
        literal.Clear();
    }

    private enum TokenKind
    {
        Literal,
        Star,
        AnyCharacter,
        Variable,
    }

    private readonly record struct Token(TokenKind Kind, string Text, string? Default)
    {
        public string? Value(RequestContext? context)
        {
            if (Kind != TokenKind.Variable)
                return Text;
            return context?.SingleValue(Text) ?? Default;
        }
    }
}
