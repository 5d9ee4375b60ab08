using Landward.Cli.CommandLine;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Access;

/// <summary><c>--context key=value</c> and <c>--context key=[a,b]</c>: the condition keys given on the command line.</summary>
internal static class ContextOption
{
    /// <summary>Only what was given; null when nothing was.</summary>
    public static RequestContext? Given(string[]? texts)
    {
        if (texts is not { Length: > 0 })
            return null;
        var builder = new RequestContext.Builder();
        foreach (var (key, value) in Parse(texts))
            builder.Add(key, value);
        return builder.Build();
    }

    public static Dictionary<string, ContextValue> Parse(IEnumerable<string>? texts)
    {
        var values = new Dictionary<string, ContextValue>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new DiagnosticException(Diagnostic.Error(
                    "LW9002", "a context key is not well-formed", $"`--context {text}` must be `key=value`, or `key=[a,b]` for a multivalued key."));
            }
            var value = text[(equals + 1)..];
            values[text[..equals]] = value is ['[', .., ']']
                ? ContextValue.Multiple(value.Length == 2 ? [] : [.. value[1..^1].Split(',')])
                : ContextValue.Single(value);
        }
        return values;
    }
}
