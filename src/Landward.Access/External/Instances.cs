namespace Landward.Access.External;

/// <summary>
/// Texts that stand for a whole pattern: each <c>*</c> becomes a name that no policy at hand mentions, so that whatever matches the
/// text matches all of the pattern (reference: generic strings).
/// </summary>
internal sealed class Instances
{
    private static readonly char[] Wildcards = ['*', '?'];

    private Instances(string fresh) => Fresh = fresh;

    /// <summary>A name that stands in none of the policies.</summary>
    public string Fresh { get; }

    public static Instances For(IEnumerable<string> texts)
    {
        var all = texts.ToList();
        for (var number = 1; ; number++)
        {
            var name = $"outsider{number}";
            if (all.TrueForAll(text => !text.Contains(name, StringComparison.OrdinalIgnoreCase)))
                return new Instances(name);
        }
    }

    public static bool IsPattern(string text) => text.IndexOfAny(Wildcards) >= 0;

    public string Of(string pattern) =>
        !IsPattern(pattern) ? pattern : pattern.Replace("*", Fresh, StringComparison.Ordinal).Replace('?', 'q');
}
