using Landward.Policy.Conditions;

namespace Landward.Policy.Validation;

/// <summary>Conditions whose value is <c>*</c>: they only ask whether the key is there, or nothing at all.</summary>
internal static class WildcardConditionChecks
{
    public static void Run(ValidationContext context)
    {
        foreach (var condition in context.Statements.SelectMany(statement => statement.Conditions).Where(condition => condition.IsPattern))
        {
            if (!condition.Values.Any(value => value.Text.Length > 0 && value.Text.AsSpan().TrimStart('*').IsEmpty))
                continue;
            var op = condition.Operator!.Value;
            // With an absent key IfExists and ForAllValues hold; a negated operator without qualifier does too.
            var holdsWhenAbsent = op.IfExists || op.Quantifier == Quantifier.ForAllValues || (op.Negated && op.Quantifier == Quantifier.None);
            var holdsWhenPresent = !op.Negated;
            Report(context, condition, holdsWhenAbsent, holdsWhenPresent);
        }
    }

    private static void Report(ValidationContext context, ConditionNode condition, bool holdsWhenAbsent, bool holdsWhenPresent)
    {
        var op = condition.OperatorNode.Name;
        if (holdsWhenAbsent && holdsWhenPresent)
            context.Report("REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", $"`{op}` on `{condition.Key}` always holds. Remove the key.", condition.KeyNode);
        else if (holdsWhenPresent)
            context.Report("EQUIVALENT_TO_NULL_FALSE", $"`{op}` on `{condition.Key}` only asks whether the key is there. Write `\"Null\": {{ \"{condition.Key}\": \"false\" }}`.", condition.KeyNode);
        else if (holdsWhenAbsent)
            context.Report("EQUIVALENT_TO_NULL_TRUE", $"`{op}` on `{condition.Key}` only asks whether the key is absent. Write `\"Null\": {{ \"{condition.Key}\": \"true\" }}`.", condition.KeyNode);
        else
            context.Report("REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", $"`{op}` on `{condition.Key}` never holds, so the statement does nothing.", condition.KeyNode);
    }
}
