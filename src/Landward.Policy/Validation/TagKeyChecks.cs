namespace Landward.Policy.Validation;

/// <summary>aws:ResourceTag with actions whose requests do not carry it: the statement does nothing for these.</summary>
internal static class TagKeyChecks
{
    private const string TagKey = "aws:ResourceTag";

    private const int MaxNamed = 10;

    public static void Run(ValidationContext context)
    {
        foreach (var statement in context.Statements.Where(statement => statement.Effect is not null))
        {
            // Where an absent key lets the condition hold, the statement reaches the action all the same. All tags are one key.
            if (statement.Conditions.FirstOrDefault(condition => condition.IsTagKey(TagKey) && condition.NeedsKey && condition.Facts is not null) is { } condition)
                Check(context, statement, condition);
        }
    }

    private static void Check(ValidationContext context, StatementNode statement, ConditionNode condition)
    {
        if (statement.NotAction is { } not)
        {
            var (code, effect) = statement.Denies ? ("DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", "denied") : ("ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", "allowed");
            context.Report(code, $"Some of the actions carry no `{condition.Key}` and are not {effect}. List the actions in `Action`.", not, condition.KeyNode);
            return;
        }
        var services = new SortedSet<string>(StringComparer.Ordinal);
        var places = new List<PolicyPlace>();
        foreach (var action in statement.Actions.DistinctBy(action => action.Text, StringComparer.OrdinalIgnoreCase))
        {
            if (!context.TakeComparisons(action.Text))
                break;
            var lost = LostServices(context, action.Text, condition.Facts!);
            services.UnionWith(lost);
            if (lost.Count > 0)
                places.Add(action);
        }
        if (services.Count == 0)
            return;
        var names = string.Join(", ", services.Take(MaxNamed)) + (services.Count > MaxNamed ? $" and {services.Count - MaxNamed} others" : string.Empty);
        if (statement.Denies)
            context.Report("DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", $"Actions of {names} carry no `{condition.Key}` and are not denied. Move them to a statement without this key.", [.. places, condition.KeyNode]);
        else
            context.Report("ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", $"Actions of {names} carry no `{condition.Key}` and are not allowed. Move them to a statement without this key.", [.. places, condition.KeyNode]);
    }

    // An action named in full must know the key; of a pattern's actions in a service one at least.
    private static List<string> LostServices(ValidationContext context, string action, IamConditionKey key) =>
        [.. context.Facts.Expand(action).GroupBy(known => known.Service).Where(known => !known.Any(one => ActionKeys.Knows(one, key))).Select(known => known.Key.Prefix)];
}
