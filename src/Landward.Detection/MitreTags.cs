using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Landward.Detection;

/// <summary>MITRE ATT&amp;CK in Sigma's tags: <c>attack.t1562.008</c> is a technique, <c>attack.defense-evasion</c> a tactic.</summary>
internal static partial class MitreTags
{
    private const string Namespace = "attack.";

    public static (ImmutableArray<string> Techniques, ImmutableArray<string> Tactics) Parse(ImmutableArray<string> tags)
    {
        var names = tags.Where(tag => tag.StartsWith(Namespace, StringComparison.OrdinalIgnoreCase)).Select(tag => tag[Namespace.Length..]).ToArray();
        var techniques = names.Where(name => Technique().IsMatch(name)).Select(name => name.ToUpperInvariant());
        // Older rules write tactics with underscores.
        var tactics = names.Where(name => Tactic().IsMatch(name)).Select(name => name.ToLowerInvariant().Replace('_', '-'));
        return ([.. techniques.Distinct().Order(StringComparer.Ordinal)], [.. tactics.Distinct().Order(StringComparer.Ordinal)]);
    }

    [GeneratedRegex(@"^t\d{4}(\.\d{3})?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Technique();

    [GeneratedRegex(@"^[a-z]+([-_][a-z]+)*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Tactic();
}
