using System.Collections.Immutable;
using System.Text;

namespace Landward.Policy.Proofs;

/// <summary>Puts the values of policy variables that are known beforehand into the texts of policies.</summary>
/// <param name="context">The keys that are known; one that it lacks is known to be absent.</param>
/// <param name="decides">Which keys it is about.</param>
internal sealed class KnownVariables(RequestContext context, Func<string, bool> decides)
{
    public ImmutableArray<string> Fill(ImmutableArray<string> texts) => texts.IsDefault ? texts : [.. texts.Select(Fill)];

    private string Fill(string text)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
            return text;
        var filled = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var close = text[i] == '$' && i + 1 < text.Length && text[i + 1] == '{' ? text.IndexOf('}', i + 2) : -1;
            if (close < 0)
            {
                filled.Append(text[i]);
                continue;
            }
            var body = text[(i + 2)..close].Split(',', 2);
            var value = body[0] is "*" or "?" or "$" || !decides(body[0].Trim()) ? null : ValueOf(body);
            filled.Append(value is null ? text[i..(close + 1)] : Escape(value));
            i = close;
        }
        return filled.ToString();
    }

    // Without value and default the variable stays, and with it the condition that its key be present, which fails.
    private string? ValueOf(string[] body)
    {
        if (context.Find(body[0].Trim()) is { Multivalued: false, Knowledge: ContextKnowledge.Known, Values: [var value] })
            return value;
        var fallback = body.Length == 2 ? body[1].Trim() : string.Empty;
        return fallback.Length >= 2 && fallback[0] == '\'' && fallback[^1] == '\'' ? fallback[1..^1] : null;
    }

    // The text of a value is literal: its wildcards are characters.
    private static string Escape(string value) => string.Concat(value.Select(character => character is '*' or '?' or '$' ? $"${{{character}}}" : character.ToString()));
}
