namespace Landward.Policy.Validation;

/// <summary>
/// Keys that pin a request to an account, an organization or a network, where a wildcard or a variable undoes the pin; and
/// aws:userid, where the part before the colon identifies the caller. Source: "AWS global condition context keys", sensitive condition keys.
/// </summary>
internal static class SensitiveKeyChecks
{
    private static readonly string[] Sensitive =
    [
        "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:ResourceAccount", "aws:ResourceOrgID", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceVpc", "aws:SourceVpce",
        "aws:VpceAccount", "aws:VpceOrgID",
    ];

    public static void Run(ValidationContext context)
    {
        foreach (var condition in context.Statements.SelectMany(statement => statement.Conditions).Where(condition => condition.Operator is not null))
        {
            var sensitive = Array.Exists(Sensitive, condition.IsKey);
            if (!sensitive && !condition.IsKey("aws:userid"))
                continue;
            foreach (var value in condition.Values)
            {
                if (condition.IsPattern && IsBroad(value.Text, sensitive, '*', '?'))
                    context.Report("WILDCARD_USAGE_TOO_PERMISSIVE", Details(condition.Key, sensitive, "wildcard"), value);
                if (HasChosenVariable(value.Text) && IsBroad(value.Text, sensitive, '$', '$'))
                    context.Report("VARIABLE_USAGE_TOO_PERMISSIVE", Details(condition.Key, sensitive, "policy variable"), value);
            }
        }
    }

    // aws:userid is ID:SESSION; before the colon stands the whole id or nothing but one wildcard or variable.
    private static bool IsBroad(string text, bool sensitive, char one, char other)
    {
        if (sensitive)
            return text.AsSpan().ContainsAny(one, other);
        var colon = text.StartsWith("${", StringComparison.Ordinal) ? text.IndexOf(':', Math.Max(0, text.IndexOf('}', StringComparison.Ordinal))) : text.IndexOf(':', StringComparison.Ordinal);
        var id = colon < 0 ? text : text[..colon];
        var alone = id is "*" or "?" || (id.StartsWith("${", StringComparison.Ordinal) && id.IndexOf('}', StringComparison.Ordinal) == id.Length - 1);
        return id.AsSpan().ContainsAny(one, other) && !(colon >= 0 && alone);
    }

    // ${aws:PrincipalAccount} and its like are as firm as the key itself; tags and names are chosen by somebody.
    private static bool HasChosenVariable(string text)
    {
        for (var at = text.IndexOf("${", StringComparison.Ordinal); at >= 0; at = text.IndexOf("${", at + 2, StringComparison.Ordinal))
        {
            if (!Array.Exists(Sensitive, key => text.AsSpan(at + 2).StartsWith(key, StringComparison.OrdinalIgnoreCase)))
                return true;
        }
        return false;
    }

    private static string Details(string key, bool sensitive, string what) => sensitive
        ? $"`{key}` pins the request down; a {what} in its value undoes that. Write the value in full."
        : $"A {what} before the colon of `{key}` reaches other principals. Put it after the colon.";
}
