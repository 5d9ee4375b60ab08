using Landward.Cli.CommandLine;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Access;

/// <summary><c>--context key=value</c> and <c>--context key=[a,b]</c> to a request context.</summary>
internal static class ContextOption
{
    public static RequestContext Build(Principal principal, string? organization, IEnumerable<string>? texts)
    {
        var builder = new RequestContext.Builder().AddPrincipal(principal);
        if (organization is not null)
            builder.Add("aws:PrincipalOrgID", organization);
        Add(builder, texts);
        return builder.Build();
    }

    /// <summary>Only what was given; null when nothing was.</summary>
    public static RequestContext? Given(string[]? texts)
    {
        if (texts is not { Length: > 0 })
            return null;
        var builder = new RequestContext.Builder();
        Add(builder, texts);
        return builder.Build();
    }

    private static void Add(RequestContext.Builder builder, IEnumerable<string>? texts)
    {
        foreach (var text in texts ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new DiagnosticException(Diagnostic.Error(
                    "LW9002", "a context key is not well-formed", $"`--context {text}` must be `key=value`, or `key=[a,b]` for a multivalued key."));
            }
            var (key, value) = (text[..equals], text[(equals + 1)..]);
            if (value is ['[', .., ']'])
                builder.AddMany(key, value.Length == 2 ? [] : value[1..^1].Split(','));
            else
                builder.Add(key, value);
        }
    }
}
