namespace Landward.Detection;

/// <summary>
/// The addresses and domains of a STIX 2.1 pattern (section 9): <c>=</c>, <c>IN</c> and <c>ISSUBSET</c> comparisons of their values,
/// joined by OR. A pattern that asks for more (AND, NOT, sequences) would be wider without it, so it yields nothing.
/// </summary>
internal static class StixPattern
{
    private static readonly string[] Values = ["ipv4-addr:value", "ipv6-addr:value", "domain-name:value"];

    /// <summary>The values; none when the pattern says anything else.</summary>
    public static IReadOnlyList<string> Read(string pattern)
    {
        var tokens = Tokens(pattern);
        var values = new List<string>();
        for (var i = 0; i < tokens.Count;)
        {
            if (tokens[i] is "[" or "]" or "(" or ")" or "OR")
            {
                i++;
                continue;
            }
            if (!Values.Contains(tokens[i]) || i + 2 >= tokens.Count)
                return [];
            if (tokens[i + 1] is "=" or "ISSUBSET" && tokens[i + 2][0] == '\'')
            {
                values.Add(tokens[i + 2][1..]);
                i += 3;
            }
            else if (tokens[i + 1] == "IN" && tokens[i + 2] == "(")
            {
                for (i += 3; i < tokens.Count && tokens[i] != ")"; i++)
                {
                    if (tokens[i][0] == '\'')
                        values.Add(tokens[i][1..]);
                    else if (tokens[i] != ",")
                        return [];
                }
            }
            else
            {
                return [];
            }
        }
        return values;
    }

    /// <summary>Words, single signs, and texts with a quote in front.</summary>
    private static List<string> Tokens(string pattern)
    {
        var tokens = new List<string>();
        for (var i = 0; i < pattern.Length; i++)
        {
            var character = pattern[i];
            if (char.IsWhiteSpace(character))
                continue;
            if (character == '\'')
            {
                var end = i + 1;
                var text = new System.Text.StringBuilder("'");
                for (; end < pattern.Length && pattern[end] != '\''; end++)
                {
                    end += pattern[end] == '\\' && end + 1 < pattern.Length ? 1 : 0;
                    text.Append(pattern[end]);
                }
                tokens.Add(text.ToString());
                i = end;
            }
            else if ("[]()=,".Contains(character, StringComparison.Ordinal))
            {
                tokens.Add(character.ToString());
            }
            else
            {
                var end = i;
                while (end < pattern.Length && !char.IsWhiteSpace(pattern[end]) && !"[]()=,'".Contains(pattern[end], StringComparison.Ordinal))
                    end++;
                tokens.Add(pattern[i..end]);
                i = end - 1;
            }
        }
        return tokens;
    }
}
