using System.Collections.Immutable;
using System.Globalization;

namespace Landward.Rules.Sigma;

/// <summary>Recursive descent over a condition: <c>or</c> binds weaker than <c>and</c>, that weaker than <c>not</c> and <c>N of x</c>.</summary>
internal sealed class SigmaConditionParser
{
    private const int MaxDepth = 64;
    private const int MaxTokens = 1000;

    private readonly ImmutableArray<string> _names;
    private readonly List<string> _tokens;
    private int _position;
    private int _depth;

    private SigmaConditionParser(string text, ImmutableArray<string> names)
    {
        _names = names;
        _tokens = Tokenize(text);
    }

    /// <summary>Throws <see cref="SigmaFormatException"/> when the text is no condition over these searches.</summary>
    public static SigmaCondition Parse(string text, ImmutableArray<string> names)
    {
        var parser = new SigmaConditionParser(text, names);
        var condition = parser.ParseAny();
        if (parser._position < parser._tokens.Count)
            throw new SigmaFormatException(SigmaProblem.Condition, $"`{parser._tokens[parser._position]}` stands where the condition should end.");
        return condition;
    }

    private static List<string> Tokenize(string text)
    {
        var tokens = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var end = i == text.Length || char.IsWhiteSpace(text[i]) || text[i] is '(' or ')' or '|';
            if (!end)
            {
                if (start < 0)
                    start = i;
                continue;
            }
            if (start >= 0)
                tokens.Add(text[start..i]);
            start = -1;
            if (i < text.Length && !char.IsWhiteSpace(text[i]))
                tokens.Add(text[i].ToString());
        }
        if (tokens.Count > MaxTokens)
            throw new SigmaFormatException(SigmaProblem.Limit, $"the condition has more than {MaxTokens} words.");
        if (tokens.Contains("|"))
        {
            throw new SigmaFormatException(
                SigmaProblem.Unsupported, "aggregations behind `|` were replaced by correlation documents in Sigma 2; write one of those.");
        }
        return tokens;
    }

    private SigmaCondition ParseAny()
    {
        var operands = new List<SigmaCondition> { ParseAll() };
        while (Accept("or"))
            operands.Add(ParseAll());
        return operands.Count == 1 ? operands[0] : new SigmaCondition.Any([.. operands]);
    }

    private SigmaCondition ParseAll()
    {
        var operands = new List<SigmaCondition> { ParseNot() };
        while (Accept("and"))
            operands.Add(ParseNot());
        return operands.Count == 1 ? operands[0] : new SigmaCondition.All([.. operands]);
    }

    private SigmaCondition ParseNot()
    {
        if (++_depth > MaxDepth)
            throw new SigmaFormatException(SigmaProblem.Limit, $"the condition is nested deeper than {MaxDepth}.");
        var condition = Accept("not") ? new SigmaCondition.Not(ParseNot()) : ParsePrimary();
        _depth--;
        return condition;
    }

    private SigmaCondition ParsePrimary()
    {
        if (Accept("("))
        {
            var inner = ParseAny();
            if (!Accept(")"))
                throw new SigmaFormatException(SigmaProblem.Condition, "a closing parenthesis is missing.");
            return inner;
        }
        if (_position == _tokens.Count)
            throw new SigmaFormatException(SigmaProblem.Condition, "it ends where a search is expected.");
        var token = _tokens[_position++];
        if (_position < _tokens.Count && Is(_tokens[_position], "of"))
        {
            _position++;
            return ParseQuantifier(token);
        }
        if (_names.Contains(token))
            return new SigmaCondition.Search(token);
        throw new SigmaFormatException(
            SigmaProblem.Condition, $"there is no search named `{token}`.{Model.Suggestion.DidYouMean(token, _names)}");
    }

    private SigmaCondition ParseQuantifier(string quantifier)
    {
        if (_position == _tokens.Count)
            throw new SigmaFormatException(SigmaProblem.Condition, "`of` needs the name of searches, or `them`.");
        var target = _tokens[_position++];
        var matched = Is(target, "them")
            ? _names.Where(name => !name.StartsWith('_')).ToImmutableArray()
            : [.. _names.Where(name => SigmaText.MatchesName(target, name))];
        if (Is(quantifier, "all"))
        {
            return matched.IsEmpty
                ? throw new SigmaFormatException(SigmaProblem.Condition, $"`all of {target}` names no search.")
                : new SigmaCondition.AtLeast(matched.Length, matched);
        }
        if (Is(quantifier, "any"))
            return new SigmaCondition.AtLeast(1, matched);
        return int.TryParse(quantifier, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? new SigmaCondition.AtLeast(count, matched)
            : throw new SigmaFormatException(SigmaProblem.Condition, $"`{quantifier} of` is not a quantifier: write a number, `any` or `all`.");
    }

    private bool Accept(string word)
    {
        if (_position == _tokens.Count || !Is(_tokens[_position], word))
            return false;
        _position++;
        return true;
    }

    private static bool Is(string token, string word) => token.Equals(word, StringComparison.OrdinalIgnoreCase);
}
