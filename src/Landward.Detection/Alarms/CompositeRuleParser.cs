using System.Collections.Immutable;
using System.Text;

namespace Landward.Detection.Alarms;

/// <summary>
/// Reads rules of composite alarms. Precedence: parentheses, NOT, AND, OR. Source: <c>PutCompositeAlarm</c>, Amazon CloudWatch API Reference
/// (a rule has at most 10,240 characters, 100 children and 500 elements).
/// </summary>
internal sealed class CompositeRuleParser
{
    private const int MaxLength = 10_240;
    private const int MaxChildren = 100;
    private const int MaxElements = 500;

    private readonly string _text;
    private int _position;
    private int _elements;

    private CompositeRuleParser(string text) => _text = text;

    public static (CompositeRule? Rule, CompositeRuleError? Error) Parse(string text)
    {
        if (text.Length > MaxLength)
            return (null, new CompositeRuleError(MaxLength, $"a rule may have {MaxLength} characters"));
        var parser = new CompositeRuleParser(text);
        try
        {
            var rule = parser.Any();
            if (parser._position < text.Length)
                throw parser.Error("AND, OR or the end must stand here");
            return rule.Children.Length > MaxChildren
                ? (null, new CompositeRuleError(0, $"a rule may ask about {MaxChildren} alarms"))
                : (rule, null);
        }
        catch (RuleException exception)
        {
            return (null, exception.Problem);
        }
    }

    private CompositeRule Any() => Joined(all: false, "OR", All);

    private CompositeRule All() => Joined(all: true, "AND", One);

    private CompositeRule Joined(bool all, string word, Func<CompositeRule> part)
    {
        var parts = ImmutableArray.Create(part());
        while (TakeWord(word))
            parts = parts.Add(part());
        return parts.Length == 1 ? parts[0] : new JoinedRule(all, parts);
    }

    private CompositeRule One()
    {
        SkipBlanks();
        if (++_elements > MaxElements)
            throw Error($"a rule may have {MaxElements} elements");
        if (TakeWord("NOT"))
            return new NotRule(One());
        if (TakeWord("TRUE"))
            return new ConstantRule(true);
        if (TakeWord("FALSE"))
            return new ConstantRule(false);
        foreach (var state in Enum.GetValues<AlarmState>())
        {
            if (TakeWord(state.Name()))
                return new StateRule(state, Name());
        }
        if (!Take('('))
            throw Error("ALARM(...), OK(...), INSUFFICIENT_DATA(...), TRUE, FALSE, NOT or a parenthesis must stand here");
        var inner = Any();
        return Take(')') ? inner : throw Error("the parenthesis is not closed");
    }

    private string Name()
    {
        if (!Take('('))
            throw Error("the alarm's name must follow in parentheses");
        SkipBlanks();
        string name;
        if (_position < _text.Length && _text[_position] is '"' or '\'')
        {
            name = Quoted(_text[_position]);
        }
        else
        {
            var close = _text.IndexOf(')', _position);
            name = _text[_position..(close < 0 ? _text.Length : close)].TrimEnd();
            _position = close < 0 ? _text.Length : close;
        }
        if (name.Length == 0)
            throw Error("the alarm's name is empty");
        return Take(')') ? name : throw Error("the parenthesis behind the name is not closed");
    }

    private string Quoted(char quote)
    {
        var start = _position++;
        var name = new StringBuilder();
        while (_position < _text.Length && _text[_position] != quote)
        {
            if (_text[_position] == '\\' && _position + 1 < _text.Length)
                _position++;
            name.Append(_text[_position++]);
        }
        if (_position == _text.Length)
        {
            _position = start;
            throw Error("the quote is not closed");
        }
        _position++;
        return name.ToString();
    }

    private bool Take(char character)
    {
        SkipBlanks();
        if (_position == _text.Length || _text[_position] != character)
            return false;
        _position++;
        SkipBlanks();
        return true;
    }

    private bool TakeWord(string word)
    {
        SkipBlanks();
        var end = _position + word.Length;
        if (string.Compare(_text, _position, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0
            || (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] == '_')))
            return false;
        _position = end;
        SkipBlanks();
        return true;
    }

    private void SkipBlanks()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
            _position++;
    }

    private RuleException Error(string reason) => new(new CompositeRuleError(_position, reason));

    private sealed class RuleException(CompositeRuleError problem) : Exception(problem.Reason)
    {
        public CompositeRuleError Problem => problem;
    }
}
