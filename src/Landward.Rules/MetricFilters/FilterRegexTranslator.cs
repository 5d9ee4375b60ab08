using System.Globalization;
using System.Text;

namespace Landward.Rules.MetricFilters;

/// <summary>
/// From the expressions of filter patterns to .NET's: the same operators, but classes are ASCII, <c>^</c> and <c>$</c> are the ends of the
/// whole text, and repetition counts are bounded.
/// </summary>
internal sealed class FilterRegexTranslator
{
    /// <summary>AWS names no bound; the automaton's size is the product of the counts in the worst case.</summary>
    private const int MaxRepetition = 255;
    private const int MaxRepetitions = 1000;
    private const string Symbols = ":_#=@/;,-";
    private const string Escapable = "^$?[]{}|\\*+.:_#=@/;,-";

    private readonly string _source;
    private readonly StringBuilder _output = new();
    private int _position;
    private int _repetitions;
    private string _problem = string.Empty;

    private FilterRegexTranslator(string source) => _source = source;

    /// <summary>Null with what is wrong and where.</summary>
    public static string? Translate(string source, out string problem, out int position)
    {
        var translator = new FilterRegexTranslator(source);
        var translated = translator.Run();
        (problem, position) = (translator._problem, translator._position);
        return translated ? translator._output.ToString() : null;
    }

    private bool Run()
    {
        if (_source.Length == 0)
            return Fail("a regular expression is empty");
        while (_position < _source.Length)
        {
            var done = _source[_position] switch
            {
                '\\' => Escape(inClass: false),
                '[' => Class(),
                '{' => Repetition(),
                '^' => Append(@"\A"),
                '$' => Append(@"\z"),
                '(' or ')' => Fail("regular expressions of filter patterns have no groups; write a parenthesis as `\\x28` or `\\x29`"),
                '?' or '|' or '*' or '+' or '.' => Append(_source[_position].ToString()),
                ']' or '}' => Append($"\\{_source[_position]}"),
                _ => Literal(),
            };
            if (!done)
                return false;
        }
        return true;
    }

    private bool Literal()
    {
        var character = _source[_position];
        return char.IsAsciiLetterOrDigit(character) || Symbols.Contains(character, StringComparison.Ordinal)
            ? Append(character == '#' ? @"\#" : character.ToString())
            : Fail($"`{character}` is not supported in a regular expression");
    }

    private bool Append(string translated)
    {
        _output.Append(translated);
        _position++;
        return true;
    }

    private bool Escape(bool inClass)
    {
        if (_position + 1 == _source.Length)
            return Fail("nothing follows the backslash");
        var escaped = _source[_position + 1];
        if (escaped == 'x')
            return HexEscape();
        var translated = escaped switch
        {
            'd' => inClass ? "0-9" : "[0-9]",
            'D' => inClass ? @"\0-/:-\uFFFF" : "[^0-9]",
            's' => inClass ? @"\t-\r\x20" : @"[\t-\r\x20]",
            'S' => inClass ? @"\0-\x08\x0E-\x1F!-\uFFFF" : @"[^\t-\r\x20]",
            'w' => inClass ? "0-9A-Z_a-z" : "[0-9A-Z_a-z]",
            'W' => inClass ? @"\0-/:-@\[-\^`{-\uFFFF" : "[^0-9A-Z_a-z]",
            _ when Escapable.Contains(escaped, StringComparison.Ordinal) => $"\\{escaped}",
            _ => null,
        };
        if (translated is null)
            return Fail($"`\\{escaped}` is not supported in a regular expression");
        // A backslash before `_`, `:` and the like says nothing in .NET, or something else.
        _output.Append(translated.Length == 2 && translated[0] == '\\' && !"^$?[]{}|\\*+.#-".Contains(escaped, StringComparison.Ordinal) ? translated[1..] : translated);
        _position += 2;
        return true;
    }

    private bool HexEscape()
    {
        if (_position + 4 > _source.Length || !byte.TryParse(_source.AsSpan(_position + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            return Fail("`\\x` must be followed by two hexadecimal digits");
        _output.Append(CultureInfo.InvariantCulture, $"\\x{code:X2}");
        _position += 4;
        return true;
    }

    private bool Class()
    {
        var start = _position;
        _output.Append('[');
        _position++;
        if (_position < _source.Length && _source[_position] == '^')
        {
            _output.Append('^');
            _position++;
        }
        var first = _position;
        while (_position < _source.Length && (_source[_position] != ']' || _position == first))
        {
            var character = _source[_position];
            if (character == '\\')
            {
                if (!Escape(inClass: true))
                    return false;
            }
            else if (character == '-' || char.IsAsciiLetterOrDigit(character) || (Symbols + "^$?{}|*+.").Contains(character, StringComparison.Ordinal))
            {
                Append(character.ToString());
            }
            else if (character is '[' or ']')
            {
                Append($"\\{character}");
            }
            else
            {
                return Fail($"`{character}` is not supported in a regular expression");
            }
        }
        if (_position == _source.Length)
        {
            _position = start;
            return Fail("the bracket is not closed");
        }
        return Append("]");
    }

    private bool Repetition()
    {
        var close = _source.IndexOf('}', _position);
        var bounds = close < 0 ? [] : _source[(_position + 1)..close].Split(',');
        if (bounds.Length is not (1 or 2) || !Bound(bounds[0], out var least) || !(bounds.Length == 1 || bounds[1].Length == 0 || Bound(bounds[1], out _)))
            return Fail($"braces hold one or two counts up to {MaxRepetition}: {{m}}, {{m,}} or {{m,n}}");
        var most = bounds.Length == 2 && bounds[1].Length > 0 ? int.Parse(bounds[1], CultureInfo.InvariantCulture) : least;
        if (most < least)
            return Fail("the first count is greater than the second");
        if ((_repetitions += most) > MaxRepetitions)
            return Fail($"the counts of a regular expression may add up to {MaxRepetitions}");
        _output.Append(_source, _position, close - _position + 1);
        _position = close + 1;
        return true;
    }

    private static bool Bound(string text, out int bound) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bound) && bound <= MaxRepetition;

    private bool Fail(string problem)
    {
        _problem = problem;
        return false;
    }
}
