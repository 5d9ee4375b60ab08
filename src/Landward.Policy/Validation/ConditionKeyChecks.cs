using Landward.Policy.Conditions;

namespace Landward.Policy.Validation;

/// <summary>Condition keys: do they exist, and do the statement's actions know them?</summary>
internal static class ConditionKeyChecks
{
    private const string Global = "aws";

    // Anything in the place of a tag key turns the name into a key of the catalogue.
    private const string AnyTag = "/x";

    public static void Run(ValidationContext context)
    {
        foreach (var statement in context.Statements)
        {
            foreach (var block in statement.Conditions.GroupBy(condition => condition.OperatorNode))
                CheckCase(context, block);
            foreach (var condition in statement.Conditions)
                CheckName(context, condition);
            CheckActions(context, statement);
        }
    }

    private static void CheckCase(ValidationContext context, IGrouping<PolicyNode, ConditionNode> block)
    {
        foreach (var same in block.GroupBy(condition => condition.Key, StringComparer.OrdinalIgnoreCase).Where(same => same.Skip(1).Any()))
            context.Report("DUPLICATE_KEYS_WITH_DIFFERENT_CASE", $"`{same.Key}` stands more than once here: names of keys have no case. Keep one.", [.. same.Select(condition => PolicyPlace.NameOf(condition.KeyNode))]);
    }

    private static void CheckName(ValidationContext context, ConditionNode condition)
    {
        if (condition.Facts is not null)
            return;
        var key = condition.Key;
        var place = PolicyPlace.NameOf(condition.KeyNode);
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == key.Length - 1 || key.Contains(' ', StringComparison.Ordinal))
        {
            // A tag key may hold white space, but then the key is known.
            context.Report("INVALID_CONDITION_KEY_FORMAT", $"`{key}` is no condition key. Write `service:keyname`.", place);
            return;
        }
        var prefix = key[..colon];
        if (context.Facts.FindConditionKey(key.TrimEnd('/') + AnyTag) is { } tagged)
            context.Report("MISSING_TAG_KEY_IN_CONDITION", $"`{key}` says no tag. Write `{key.TrimEnd('/')}/` and the tag's key, as in {tagged.Name}.", place);
        else if (string.Equals(key, "aws:ARN", StringComparison.OrdinalIgnoreCase))
            context.Report("UNSUPPORTED_GLOBAL_CONDITION_KEY", "`aws:ARN` is not supported. Use `aws:PrincipalArn` or `aws:SourceArn`.", place);
        else if (string.Equals(prefix, Global, StringComparison.OrdinalIgnoreCase))
            context.Report("INVALID_GLOBAL_CONDITION_KEY", $"The global condition key `{key}` does not exist.{context.DidYouMean(key, context.Facts.ConditionKeys.Where(known => known.IsGlobal).Select(known => known.Name))}", place);
        else if (context.Facts.FindService(prefix) is { } service)
            context.Report("INVALID_SERVICE_CONDITION_KEY", $"`{service.Prefix}` has no condition key `{key}`.{context.DidYouMean(key, service.ConditionKeys.Select(known => known.Name))}", place);
        else if (!IsProvider(prefix))
            context.Report("INVALID_SERVICE", $"There is no service `{prefix}`.{context.DidYouMean(prefix, context.Facts.Services.Select(known => known.Prefix))}", place);
    }

    // Identity providers bring keys of their own, named after their host (or a path under it).
    private static bool IsProvider(string prefix) => prefix.Contains('.', StringComparison.Ordinal);

    // Only actions named in full: a pattern's actions differ from each other.
    private static void CheckActions(ValidationContext context, StatementNode statement)
    {
        var conditions = statement.Conditions
            .Where(condition => condition is { Facts: { IsGlobal: false }, Operator: { IfExists: false, Comparison: not Comparison.Null } })
            .DistinctBy(condition => condition.Facts)
            .ToList();
        if (conditions.Count == 0)
            return;
        var actions = statement.Actions.DistinctBy(action => action.Text, StringComparer.OrdinalIgnoreCase)
            .Select(action => (Node: action, Facts: context.Facts.FindAction(action.Text)))
            .Where(action => action.Facts is not null)
            .ToList();
        foreach (var condition in conditions)
            CheckActions(context, condition, [.. actions.Where(action => !ActionKeys.Knows(action.Facts!, condition.Facts!)).Select(action => action.Node)]);
    }

    private static void CheckActions(ValidationContext context, ConditionNode condition, List<PolicyNode> lost)
    {
        if (lost.Count == 0)
            return;
        var names = string.Join(", ", lost.Take(10).Select(action => action.Text));
        context.Report(
            "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
            $"Requests for {names}{(lost.Count > 10 ? " and others" : string.Empty)} carry no `{condition.Key}`. Move these actions to a statement without this key.",
            [.. lost.Select(action => (PolicyPlace)action), condition.KeyNode]);
    }
}
