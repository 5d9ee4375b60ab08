namespace Landward.Policy.Proofs;

/// <summary>Actions that exist, for requests whose action a wildcard left open.</summary>
internal static class KnownActions
{
    private const int PerService = 3;

    private static readonly string[] Services = ["s3", "ec2", "iam", "lambda"];

    /// <param name="action">In lower case; what no policy mentions stands for any text.</param>
    /// <param name="resource">Its service is tried where the action's is open.</param>
    public static IEnumerable<string> Like(string action, string resource)
    {
        var pattern = action.Replace(Symbols.Fresh, '*');
        var colon = pattern.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return [];
        var service = pattern[..colon];
        if (!service.Contains('*', StringComparison.Ordinal))
            return Expand(pattern);
        var named = resource.Split(':', 4) is [_, _, { Length: > 0 } own, _] && !own.Contains(Symbols.Fresh, StringComparison.Ordinal) ? [own] : Services;
        var matching = TextPattern.Parse(service);
        return named.Where(name => matching.Matches(name)).SelectMany(name => Expand(name + pattern[colon..]));
    }

    private static IEnumerable<string> Expand(string pattern) => IamFacts.Current.Expand(pattern).Take(PerService).Select(action => action.FullName);
}
