using System.Text;
using Landward.Policy.Language;

namespace Landward.Policy.Validation;

/// <summary>
/// Reads JSON (RFC 8259) into nodes that know their place. Stops at the first error; members that stand twice are collected,
/// as a policy with them is refused too. Never throws for bad input.
/// </summary>
internal sealed class PolicyNodeReader(string text)
{
    /// <summary>A policy needs seven levels.</summary>
    private const int MaxDepth = 32;

    private const int MaxDuplicates = 100;

    private int _at;

    /// <summary>Where reading stopped; -1 when it did not.</summary>
    public int ErrorOffset { get; private set; } = -1;

    /// <summary>Members whose name their object already had.</summary>
    public List<PolicyNode> Duplicates { get; } = [];

    public PolicyNode? Read()
    {
        SkipWhiteSpace();
        var root = ReadValue(0);
        if (root is null)
            return null;
        SkipWhiteSpace();
        return _at == text.Length ? root : Fail();
    }

    private PolicyNode? ReadValue(int depth)
    {
        if (_at >= text.Length || depth > MaxDepth)
            return Fail();
        return text[_at] switch
        {
            '{' => ReadObject(depth),
            '[' => ReadArray(depth),
            '"' => ReadString(),
            't' => ReadWord("true", JsonTreeKind.Boolean),
            'f' => ReadWord("false", JsonTreeKind.Boolean),
            'n' => ReadWord("null", JsonTreeKind.Null),
            _ => ReadNumber(),
        };
    }

    private PolicyNode? ReadObject(int depth)
    {
        var node = new PolicyNode(JsonTreeKind.Object, _at++);
        var names = new HashSet<string>(StringComparer.Ordinal);
        SkipWhiteSpace();
        if (Take('}'))
            return End(node);
        while (true)
        {
            if (_at >= text.Length || text[_at] != '"' || ReadString() is not { } name)
                return Fail();
            SkipWhiteSpace();
            if (!Take(':'))
                return Fail();
            SkipWhiteSpace();
            if (ReadValue(depth + 1) is not { } value)
                return null;
            (value.Parent, value.Name, value.NameStart, value.NameEnd) = (node, name.Text, name.Start, name.End);
            node.Children.Add(value);
            if (!names.Add(name.Text) && Duplicates.Count < MaxDuplicates)
                Duplicates.Add(value);
            SkipWhiteSpace();
            if (Take('}'))
                return End(node);
            if (!Take(','))
                return Fail();
            SkipWhiteSpace();
        }
    }

    private PolicyNode? ReadArray(int depth)
    {
        var node = new PolicyNode(JsonTreeKind.Array, _at++);
        SkipWhiteSpace();
        if (Take(']'))
            return End(node);
        while (true)
        {
            if (ReadValue(depth + 1) is not { } item)
                return null;
            (item.Parent, item.Index) = (node, node.Children.Count);
            node.Children.Add(item);
            SkipWhiteSpace();
            if (Take(']'))
                return End(node);
            if (!Take(','))
                return Fail();
            SkipWhiteSpace();
        }
    }

    private PolicyNode? ReadString()
    {
        var node = new PolicyNode(JsonTreeKind.String, _at++) { IsVerbatim = true };
        var start = _at;
        var value = new StringBuilder();
        while (_at < text.Length && text[_at] != '"')
        {
            if (text[_at] < ' ')
                return Fail();
            if (text[_at] != '\\')
            {
                value.Append(text[_at++]);
                continue;
            }
            node.IsVerbatim = false;
            if (!ReadEscape(value))
                return Fail();
        }
        if (_at >= text.Length)
            return Fail();
        node.Text = node.IsVerbatim ? text[start.._at] : value.ToString();
        _at++;
        return HasLoneSurrogate(node.Text) ? Fail(start) : End(node);
    }

    private bool ReadEscape(StringBuilder value)
    {
        if (_at + 1 >= text.Length)
            return false;
        var escaped = text[_at + 1];
        if (escaped == 'u')
        {
            if (_at + 6 > text.Length || !ushort.TryParse(text.AsSpan(_at + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var unit))
                return false;
            value.Append((char)unit);
            _at += 6;
            return true;
        }
        var place = "\"\\/bfnrt".IndexOf(escaped, StringComparison.Ordinal);
        if (place < 0)
            return false;
        value.Append("\"\\/\b\f\n\r\t"[place]);
        _at += 2;
        return true;
    }

    private PolicyNode? ReadWord(string word, JsonTreeKind kind)
    {
        if (!text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
            return Fail();
        var node = new PolicyNode(kind, _at) { Text = word };
        _at += word.Length;
        return End(node);
    }

    private PolicyNode? ReadNumber()
    {
        var node = new PolicyNode(JsonTreeKind.Number, _at);
        Take('-');
        var whole = _at;
        if (!ReadDigits() || (_at - whole > 1 && text[whole] == '0'))
            return Fail();
        if (Take('.') && !ReadDigits())
            return Fail();
        if (Take('e') || Take('E'))
        {
            if (!Take('+'))
                Take('-');
            if (!ReadDigits())
                return Fail();
        }
        node.Text = text[node.Start.._at];
        return End(node);
    }

    private bool ReadDigits()
    {
        var start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
            _at++;
        return _at > start;
    }

    private void SkipWhiteSpace()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\n' or '\r')
            _at++;
    }

    private bool Take(char expected)
    {
        if (_at >= text.Length || text[_at] != expected)
            return false;
        _at++;
        return true;
    }

    private PolicyNode End(PolicyNode node)
    {
        node.End = _at;
        return node;
    }

    private PolicyNode? Fail(int? offset = null)
    {
        if (ErrorOffset < 0)
            ErrorOffset = offset ?? _at;
        return null;
    }

    private static bool HasLoneSurrogate(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i]))
                continue;
            if (i + 1 >= value.Length || !char.IsSurrogatePair(value[i], value[i + 1]))
                return true;
            i++;
        }
        return false;
    }
}
