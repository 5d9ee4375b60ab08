using Landward.Policy.Conditions;

namespace Landward.Policy.Validation;

/// <summary>
/// Landward's own checks: conditions that mean something else where the key is absent, the three that break organizations in
/// production. Sources: "IAM JSON policy elements: Condition operators" and "AWS global condition context keys" (availability).
/// </summary>
internal static class AbsentKeyChecks
{
    private const string MultiFactor = "aws:MultiFactorAuthPresent";

    // Requests of services, of anonymous callers and to some actions carry none of these.
    private static readonly string[] OftenAbsent =
        ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:ResourceOrgID", "aws:ResourceOrgPaths", "aws:ResourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceVpc", "aws:SourceVpce"];

    public static void Run(ValidationContext context)
    {
        foreach (var statement in context.Statements)
        {
            foreach (var condition in statement.Conditions)
            {
                if (condition.Operator is { } op && !statement.ChecksPresence(condition.Key))
                    Check(context, statement, condition, op);
            }
        }
    }

    private static void Check(ValidationContext context, StatementNode statement, ConditionNode condition, ConditionOperator op)
    {
        if (statement.Allows && op.Quantifier == Quantifier.ForAllValues && condition.Facts is { Multivalued: true })
            context.Report("LANDWARD_FORALLVALUES_WITH_ALLOW", $"`ForAllValues:` also holds where `{condition.Key}` is absent, so the statement allows requests without it. Add `\"Null\": {{ \"{condition.Key}\": \"false\" }}`.", condition.KeyNode);
        if (condition.IsKey(MultiFactor) && op.Comparison == Comparison.Bool && condition.Values is [{ } value])
            CheckMultiFactor(context, statement, condition, op, value);
        // In a service control policy the principal always belongs to the organization.
        if (statement.Denies && op is { Negated: true, IfExists: false, Quantifier: Quantifier.None } && Array.Exists(OftenAbsent, condition.IsKey)
            && !(context.Type == ValidationPolicyType.ServiceControlPolicy && condition.Key.StartsWith("aws:PrincipalOrg", StringComparison.OrdinalIgnoreCase))
            && !statement.HasCondition("aws:PrincipalIsAWSService", "aws:ViaAWSService"))
        {
            context.Report("LANDWARD_NEGATED_OPERATOR_ON_ABSENT_KEY", $"`{condition.OperatorNode.Name}` holds where `{condition.Key}` is absent, so requests without it (of AWS services, say) are denied. Use `IfExists`, or ask with `Null` or `aws:PrincipalIsAWSService`.", condition.KeyNode);
        }
    }

    // Requests with long-term keys do not carry the key at all.
    private static void CheckMultiFactor(ValidationContext context, StatementNode statement, ConditionNode condition, ConditionOperator op, PolicyNode value)
    {
        var wantsFalse = string.Equals(value.Text, "false", StringComparison.OrdinalIgnoreCase);
        if (statement.Denies && wantsFalse && !op.IfExists)
            context.Report("LANDWARD_BOOL_ON_ABSENT_KEY", $"A request with access keys carries no `{MultiFactor}` and is not denied. Use `BoolIfExists`.", condition.KeyNode);
        else if (statement.Allows && !wantsFalse && op.IfExists)
            context.Report("LANDWARD_BOOL_ON_ABSENT_KEY", $"A request with access keys carries no `{MultiFactor}` and is allowed. Use `Bool`.", condition.KeyNode);
    }
}
