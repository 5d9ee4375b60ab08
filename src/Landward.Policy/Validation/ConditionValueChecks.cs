using System.Globalization;
using Landward.Policy.Conditions;
using Landward.Policy.Language;

namespace Landward.Policy.Validation;

/// <summary>Condition values: can the operator read them?</summary>
internal static class ConditionValueChecks
{
    public static void Run(ValidationContext context)
    {
        foreach (var condition in context.Statements.SelectMany(statement => statement.Conditions))
        {
            if (condition.Values.Select(value => value.Kind).Distinct().Skip(1).Any())
                context.Report("INVALID_CONDITION_DATA_TYPE", "The values are of several JSON types. Write all of them alike.", condition.KeyNode);
            if (condition.Operator is not { } op)
                continue;
            if (op.Comparison == Comparison.Bool && condition.Values.Count > 1)
                context.Report("INVALID_CONDITION_MULTIPLE_BOOLEAN", $"`{condition.Key}` takes one Boolean value.", condition.KeyNode);
            foreach (var value in condition.Values.Where(value => !value.Text.Contains("${", StringComparison.Ordinal)))
                CheckValue(context, condition, op, value);
            CheckNumbers(context, condition, op);
        }
    }

    private static void CheckValue(ValidationContext context, ConditionNode condition, ConditionOperator op, PolicyNode value)
    {
        var text = value.Text;
        switch (op.Comparison)
        {
            case Comparison.Bool or Comparison.Null when !bool.TryParse(text, out _):
                context.Report("TYPE_MISMATCH_BOOLEAN", $"`{condition.OperatorNode.Name}` takes `true` or `false`, not `{text}`.", value);
                break;
            case Comparison.NumericEquals or Comparison.NumericLessThan or Comparison.NumericLessThanEquals or Comparison.NumericGreaterThan or Comparison.NumericGreaterThanEquals
                when ReadNumber(text) is null:
                context.Report("TYPE_MISMATCH_NUMBER", $"`{condition.OperatorNode.Name}` takes a number, not `{text}`.", value);
                break;
            case Comparison.DateEquals or Comparison.DateLessThan or Comparison.DateLessThanEquals or Comparison.DateGreaterThan or Comparison.DateGreaterThanEquals:
                CheckDate(context, value);
                break;
            case Comparison.IpAddress when AddressRange.Parse(text) is null:
                context.Report("TYPE_MISMATCH_IP_RANGE", $"`{text}` is no address range. Write it in CIDR form, such as 203.0.113.0/24.", value);
                break;
            case Comparison.BinaryEquals when !IsBase64(text):
                context.Report("TYPE_MISMATCH_STRING", $"`{condition.OperatorNode.Name}` takes bytes in base64, not `{text}`.", value);
                break;
            case Comparison.StringEquals or Comparison.StringEqualsIgnoreCase when value.Kind == JsonTreeKind.String && text.AsSpan().ContainsAny('*', '?'):
                context.Report("WILDCARD_WITHOUT_LIKE_OPERATOR", $"`{condition.OperatorNode.Name}` takes `*` and `?` as plain characters. For a wildcard use `StringLike` or `StringNotLike`.", value);
                break;
            default:
                break;
        }
    }

    private static void CheckDate(ValidationContext context, PolicyNode value)
    {
        if (DateText.Parse(value.Text) is null)
            context.Report("TYPE_MISMATCH_DATE", $"`{value.Text}` is no date. Write YYYY-MM-DD or another form of ISO 8601.", value);
        else if (value.Text.Length > 4 && value.Text.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0)
            context.Report("INVALID_DATE_VALUE", $"The epoch time `{value.Text}` may not be the moment you mean. Write YYYY-MM-DD.", value);
    }

    private static void CheckNumbers(ValidationContext context, ConditionNode condition, ConditionOperator op)
    {
        if (condition.Values.Count < 2 || condition.Values.Any(value => ReadNumber(value.Text) is null))
            return;
        var kept = op.Comparison switch
        {
            Comparison.NumericLessThan or Comparison.NumericLessThanEquals => "greatest",
            Comparison.NumericGreaterThan or Comparison.NumericGreaterThanEquals => "least",
            _ => null,
        };
        if (kept is not null)
            context.Report("REDUNDANT_CONDITION_VALUE_NUM", $"Of several values of `{condition.OperatorNode.Name}` only one decides. Keep the {kept} for `{condition.Key}`.", condition.KeyNode);
    }

    private static decimal? ReadNumber(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsBase64(string text) => System.Buffers.Text.Base64.IsValid(text);
}
