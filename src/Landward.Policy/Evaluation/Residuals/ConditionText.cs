using System.Text;

namespace Landward.Policy.Evaluation;

/// <summary>An expression as people read it: <c>aws:SourceVpc StringEquals vpc-1 and (... or ...)</c>.</summary>
internal static class ConditionText
{
    public static string Of(ConditionExpression expression)
    {
        var text = new StringBuilder();
        Append(text, expression, nested: false);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ConditionExpression expression, bool nested)
    {
        switch (expression)
        {
            case ConditionExpression.Leaf { Operator: "Null", Values: [var value] } leaf when value is "true" or "false":
                text.Append(leaf.Key).Append(value == "true" ? " is absent" : " is present");
                break;
            case ConditionExpression.Leaf leaf:
                text.Append(leaf.Key).Append(' ').Append(leaf.Operator).Append(' ');
                AppendValues(text, leaf.Values);
                break;
            case ConditionExpression.SessionName session:
                text.Append("the session name is ").Append(session.Inverted ? "not " : string.Empty);
                AppendValues(text, session.Names);
                break;
            case ConditionExpression.Resource { Statement: { Statement: var statement } by } resource:
                text.Append("the resource ").Append(resource.Inverted ? "is not one of " : "is one of ");
                AppendValues(text, statement.Resources.IsDefault ? statement.NotResources : statement.Resources);
                text.Append(statement.Resources.IsDefault ? " (NotResource" : " (Resource").Append(" of ").Append(by).Append(')');
                break;
            case ConditionExpression.Not not:
                text.Append("not (");
                Append(text, not.Operand, nested: false);
                text.Append(')');
                break;
            case ConditionExpression.All { Operands: var operands }:
                AppendGroup(text, operands, " and ", "always", nested);
                break;
            case ConditionExpression.Any { Operands: var operands }:
                AppendGroup(text, operands, " or ", "never", nested);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(expression), expression.GetType(), null);
        }
    }

    private static void AppendGroup(StringBuilder text, IReadOnlyList<ConditionExpression> operands, string word, string empty, bool nested)
    {
        if (operands.Count == 0)
        {
            text.Append(empty);
            return;
        }
        if (nested)
            text.Append('(');
        for (var i = 0; i < operands.Count; i++)
        {
            if (i > 0)
                text.Append(word);
            Append(text, operands[i], nested: true);
        }
        if (nested)
            text.Append(')');
    }

    private static void AppendValues(StringBuilder text, IReadOnlyList<string> values)
    {
        if (values.Count != 1)
            text.Append("one of ");
        text.AppendJoin(", ", values);
    }
}
