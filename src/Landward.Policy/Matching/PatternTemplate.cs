using System.Text;
using Landward.Policy.Conditions;

namespace Landward.Policy.Matching;

/// <summary>
/// Text of a policy value or resource that may hold policy variables (<c>${aws:username}</c>, <c>${key, 'default'}</c>) and
/// the escapes <c>${*}</c>, <c>${?}</c>, <c>${$}</c>. Compiled once; without variables the pattern is ready to use.
/// Source: "IAM policy elements: Variables and tags", IAM User Guide.
/// </summary>
internal sealed class PatternTemplate
{
    private readonly List<PatternToken> _tokens;
    private readonly Glob? _glob;
    private readonly string? _text;
    private readonly VariablePattern? _variables;

    private PatternTemplate(string source, List<PatternToken> tokens)
    {
        Source = source;
        _tokens = tokens;
        if (tokens.Exists(token => token.Kind == PatternTokenKind.Variable))
        {
            _variables = new VariablePattern(tokens);
            return;
        }
        _glob = BuildGlob(RequestContext.Empty);
        _text = BuildText(RequestContext.Empty);
    }

    public string Source { get; }

    public bool HasVariables => _variables is not null;

    /// <summary>The pattern when it needs no context.</summary>
    public Glob? Fixed => _glob;

    /// <param name="source">The text as written.</param>
    /// <param name="variables">False for documents of version 2008-10-17, where <c>${</c> is plain text.</param>
    public static PatternTemplate Parse(string source, bool variables)
    {
        var tokens = new List<PatternToken>();
        var literal = new StringBuilder();
        var lastBrace = variables ? source.LastIndexOf('}') : -1;
        for (var i = 0; i < source.Length; i++)
        {
            if (i + 2 <= lastBrace && source[i] == '$' && source[i + 1] == '{')
            {
                var close = source.IndexOf('}', i + 2);
                var body = source[(i + 2)..close];
                if (body is "*" or "?" or "$")
                {
                    literal.Append(body);
                }
                else
                {
                    Flush(tokens, literal);
                    tokens.Add(PatternToken.Variable(body));
                }
                i = close;
            }
            else if (source[i] is '*' or '?')
            {
                Flush(tokens, literal);
                tokens.Add(source[i] == '*' ? PatternToken.Star : PatternToken.AnyCharacter);
            }
            else
            {
                literal.Append(source[i]);
            }
        }
        Flush(tokens, literal);
        return new PatternTemplate(source, tokens);
    }

    /// <summary>
    /// Matches a text without allocating. A variable that has no value and no default matches nothing; one whose value nobody
    /// knows leaves the answer unknown.
    /// </summary>
    public Truth Matches(ReadOnlySpan<char> text, RequestContext context)
    {
        if (_glob is not null)
            return Truths.From(_glob.Matches(text));
        var resolution = _variables!.Resolution(context);
        return resolution == Truth.True ? Truths.From(_variables.Matches(text, context)) : resolution;
    }

    /// <summary>Compares a text, wildcards taken literally, without allocating.</summary>
    public Truth EqualsText(string text, RequestContext context, StringComparison comparison)
    {
        if (_text is not null)
            return Truths.From(string.Equals(_text, text, comparison));
        var resolution = _variables!.Resolution(context);
        return resolution == Truth.True ? Truths.From(_variables.EqualsText(text, context, comparison)) : resolution;
    }

    /// <summary>False when a variable has neither a value nor a default, unknown when nobody knows its value.</summary>
    public Truth Resolution(RequestContext context) => _variables?.Resolution(context) ?? Truth.True;

    /// <summary>The pattern with variables filled in; null when a variable has no single value and no default.</summary>
    public Glob? ResolvePattern(RequestContext context) => _glob ?? BuildGlob(context);

    /// <summary>The text with variables filled in and wildcards taken literally; null when a variable cannot be filled in.</summary>
    public string? ResolveText(RequestContext context) => _text ?? BuildText(context);

    private Glob? BuildGlob(RequestContext context)
    {
        var builder = new Glob.Builder();
        foreach (var token in _tokens)
        {
            if (token.Kind == PatternTokenKind.Star)
                builder.AppendStar();
            else if (token.Kind == PatternTokenKind.AnyCharacter)
                builder.AppendAnyCharacter();
            else if (token.Value(context) is { } text)
                builder.AppendLiteral(text);
            else
                return null;
        }
        return builder.Build();
    }

    private string? BuildText(RequestContext context)
    {
        if (_tokens is [{ Kind: PatternTokenKind.Literal } only])
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

    private static void Flush(List<PatternToken> tokens, StringBuilder literal)
    {
        if (literal.Length == 0)
            return;
        tokens.Add(PatternToken.Literal(literal.ToString()));
        literal.Clear();
    }
}
