using System.Net;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>Relations of single values, as the evaluator's own operators see them.</summary>
internal static class Globs
{
    private const string Key = "probe:key";

    public static bool Matches(string pattern, string text) =>
        pattern == "*" || pattern == text || (Instances.IsPattern(pattern) && ConditionProbe.Holds("2008-10-17", "StringLike", Key, [pattern], RequestContext.Of((Key, text))));

    /// <summary>Every value that the inner predicate holds for satisfies the outer one. Errs to false.</summary>
    public static bool Implies(Predicate inner, Predicate outer, Instances instances)
    {
        if (inner == outer || inner.Key != outer.Key)
            return inner == outer;
        if (inner.Comparison == "IpAddress" || outer.Comparison == "IpAddress")
            return inner.Comparison == outer.Comparison && Contains(outer.Value, inner.Value);
        // A text that stands for the whole inner pattern; an operator without wildcards takes its value as it is.
        var text = inner.Comparison.EndsWith("Equals", StringComparison.Ordinal) ? inner.Value : instances.Of(inner.Value);
        return ConditionProbe.Holds("2008-10-17", outer.Comparison, Key, [outer.Value], RequestContext.Of((Key, text)));
    }

    private static bool Contains(string outer, string inner) =>
        IPNetwork.TryParse(Masked(outer), out var wide) && IPNetwork.TryParse(Masked(inner), out var narrow)
        && wide.PrefixLength <= narrow.PrefixLength && wide.Contains(narrow.BaseAddress);

    private static string Masked(string address) => address.Contains('/', StringComparison.Ordinal) ? address : address + (address.Contains(':', StringComparison.Ordinal) ? "/128" : "/32");
}
