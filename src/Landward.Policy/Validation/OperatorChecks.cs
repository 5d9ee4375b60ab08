using Landward.Policy.Conditions;

namespace Landward.Policy.Validation;

/// <summary>Condition operators: do they exist, do they fit the key's type and number of values, are there values at all?</summary>
internal static class OperatorChecks
{
    private const string NullName = "Null";
    private const string IfExistsSuffix = "IfExists";

    public static void Run(ValidationContext context)
    {
        foreach (var condition in context.Statements.Select(statement => statement.Node.Find("Condition")))
        {
            if (condition is not { IsObject: true })
                continue;
            foreach (var op in condition.Children)
                CheckName(context, op);
        }
        foreach (var condition in context.Statements.SelectMany(statement => statement.Conditions))
        {
            if (condition.Operator is not { } op)
                continue;
            CheckEmpty(context, condition, op);
            if (condition.Facts is { } facts && op.Comparison != Comparison.Null)
            {
                CheckQuantifier(context, condition, op, facts);
                CheckType(context, condition, op, facts);
            }
        }
    }

    private static void CheckName(ValidationContext context, PolicyNode op)
    {
        var (qualifier, rest) = op.Name!.Split(':', 2) is [var first, var second] ? (first, second) : (string.Empty, op.Name!);
        if (string.Equals(rest, NullName + IfExistsSuffix, StringComparison.OrdinalIgnoreCase))
            context.Report("NULL_WITH_IF_EXISTS", "`Null` asks whether the key is there; `IfExists` makes no sense with it. Leave one of them out.", PolicyPlace.NameOf(op));
        else if (string.Equals(rest, NullName, StringComparison.OrdinalIgnoreCase) && qualifier is "ForAllValues" or "ForAnyValue")
            context.Report("NULL_WITH_QUALIFIER", $"`Null` with `{qualifier}` always gives the same answer. Leave the qualifier out.", PolicyPlace.NameOf(op));
        else if (!ConditionOperator.TryParse(op.Name!, out _))
            context.Report("INVALID_CONDITION_OPERATOR", $"`{op.Name}` is no condition operator: the condition never holds.{context.DidYouMean(rest, ConditionOperator.KnownNames)}", PolicyPlace.NameOf(op));
    }

    private static void CheckEmpty(ValidationContext context, ConditionNode condition, ConditionOperator op)
    {
        if (condition.KeyNode is not { IsArray: true, Children.Count: 0 })
            return;
        var (code, details) = op switch
        {
            { IfExists: true } => ("EMPTY_ARRAY_CONDITION_IFEXISTS", $"Without values the condition holds only where `{condition.Key}` is absent. Say so with `Null` and `true`."),
            { Quantifier: Quantifier.ForAllValues } => ("EMPTY_ARRAY_CONDITION_FORALLVALUES", $"Without values the condition holds only where `{condition.Key}` is absent. Say so with `Null` and `true`."),
            { Quantifier: Quantifier.ForAnyValue } => ("EMPTY_ARRAY_CONDITION_FORANYVALUE", $"Without values for `{condition.Key}` the condition never holds."),
            _ => ("EMPTY_ARRAY_CONDITION", $"`{condition.Key}` has no values to compare with."),
        };
        context.Report(code, details, condition.KeyNode);
    }

    private static void CheckQuantifier(ValidationContext context, ConditionNode condition, ConditionOperator op, IamConditionKey facts)
    {
        if (facts.Multivalued && op.Quantifier == Quantifier.None)
            context.Report("MISSING_QUALIFIER", $"`{condition.Key}` has several values in a request. Use `ForAllValues:` or `ForAnyValue:`.", condition.KeyNode);
        if (!facts.Multivalued && op.Quantifier == Quantifier.ForAllValues)
            context.Report("FORALLVALUES_WITH_SINGLE_VALUED_KEY", $"`{condition.Key}` has one value; `ForAllValues:` only makes the condition hold where the key is absent. Remove it.", condition.KeyNode);
    }

    private static void CheckType(ValidationContext context, ConditionNode condition, ConditionOperator op, IamConditionKey facts)
    {
        // Text may hold an ARN (an encryption context, say); the key's name tells.
        if (Fits(op.Comparison, facts) || (op.Comparison == Comparison.ArnLike && facts.Type == ConditionKeyType.String && condition.Key.Contains("arn", StringComparison.OrdinalIgnoreCase)))
            return;
        if (facts.Type == ConditionKeyType.Arn && op.Comparison == Comparison.StringLike)
            context.Report("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", $"A wildcard of `{condition.OperatorNode.Name}` crosses the fields of the ARN in `{condition.Key}`. Use `ArnLike` or `ArnNotLike`.", condition.KeyNode);
        else
            context.Report("TYPE_MISMATCH", $"`{condition.Key}` is of type {facts.Type}; `{condition.OperatorNode.Name}` compares another. Use {OperatorsOf(facts.Type)}.", condition.KeyNode);
    }

    private static bool Fits(Comparison comparison, IamConditionKey key) => key.Type switch
    {
        ConditionKeyType.Arn => comparison is Comparison.ArnLike or Comparison.StringEquals or Comparison.StringEqualsIgnoreCase,
        ConditionKeyType.Bool => comparison is Comparison.Bool,
        // aws:EpochTime takes both ("Date and time condition operators").
        ConditionKeyType.Date => IsDate(comparison) || (IsNumeric(comparison) && key.Name == "aws:EpochTime"),
        ConditionKeyType.Numeric => IsNumeric(comparison),
        ConditionKeyType.IPAddress => comparison is Comparison.IpAddress,
        ConditionKeyType.Binary => comparison is Comparison.BinaryEquals,
        _ => IsString(comparison),
    };

    private static bool IsString(Comparison comparison) => comparison is Comparison.StringEquals or Comparison.StringEqualsIgnoreCase or Comparison.StringLike;

    private static bool IsNumeric(Comparison comparison) =>
        comparison is Comparison.NumericEquals or Comparison.NumericLessThan or Comparison.NumericLessThanEquals or Comparison.NumericGreaterThan or Comparison.NumericGreaterThanEquals;

    private static bool IsDate(Comparison comparison) =>
        comparison is Comparison.DateEquals or Comparison.DateLessThan or Comparison.DateLessThanEquals or Comparison.DateGreaterThan or Comparison.DateGreaterThanEquals;

    private static string OperatorsOf(ConditionKeyType type) => type switch
    {
        ConditionKeyType.Arn => "an ARN operator such as `ArnLike`",
        ConditionKeyType.Bool => "`Bool`",
        ConditionKeyType.Date => "a date operator such as `DateLessThan`",
        ConditionKeyType.Numeric => "a numeric operator such as `NumericLessThan`",
        ConditionKeyType.IPAddress => "`IpAddress` or `NotIpAddress`",
        ConditionKeyType.Binary => "`BinaryEquals`",
        _ => "a string operator such as `StringEquals`",
    };
}
