using Landward.Policy.Conditions;

namespace Landward.Policy.Validation;

/// <summary>Policy variables: their form, and the elements and operators that take them.</summary>
internal static class VariableChecks
{
    private const string Open = "${";

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:/.-_+=@");

    public static void Run(ValidationContext context)
    {
        foreach (var statement in context.Statements)
        {
            var elsewhere = statement.Actions.Concat(statement.NotActions).Concat(statement.Principals.Select(principal => principal.Value));
            foreach (var node in elsewhere.Concat(new[] { statement.Node.Find("Sid"), statement.EffectNode }.OfType<PolicyNode>()))
                CheckElsewhere(context, node);
            foreach (var resource in statement.Resources.Concat(statement.NotResources))
                CheckText(context, resource);
            foreach (var condition in statement.Conditions)
            {
                foreach (var value in condition.Values)
                    CheckConditionValue(context, condition, value);
            }
        }
    }

    private static void CheckElsewhere(ValidationContext context, PolicyNode node)
    {
        if (node.IsString && node.Text.Contains(Open, StringComparison.Ordinal))
            context.Report("VARIABLE_UNSUPPORTED_IN_ELEMENT", "Policy variables stand in Resource and Condition only. Remove the variable.", node);
    }

    private static void CheckConditionValue(ValidationContext context, ConditionNode condition, PolicyNode value)
    {
        if (!value.Text.Contains(Open, StringComparison.Ordinal))
            return;
        CheckText(context, value);
        if (condition.Operator is not null && !condition.IsText && condition.Comparison != Comparison.ArnLike && condition.Comparison != Comparison.StringEqualsIgnoreCase)
            context.Report("INVALID_VARIABLE_FOR_OPERATOR", $"Policy variables work with string and ARN operators only, not with `{condition.OperatorNode.Name}`.", value);
    }

    private static void CheckText(ValidationContext context, PolicyNode node)
    {
        var text = node.Text;
        var found = false;
        for (int at = text.IndexOf(Open, StringComparison.Ordinal), close; at >= 0; at = text.IndexOf(Open, close, StringComparison.Ordinal))
        {
            close = text.IndexOf('}', at);
            if (close < 0)
            {
                context.Report("MISSING_BRACE_IN_VARIABLE", "The variable has no closing brace. Add `}` after its name.", PolicyPlace.Part(node, at, text.Length - at));
                found = true;
                break;
            }
            var body = text[(at + 2)..close];
            // ${*}, ${?} and ${$} are the characters themselves.
            if (body is "*" or "?" or "$")
                continue;
            found = true;
            CheckBody(context, PolicyPlace.Part(node, at, close - at + 1), body);
        }
        if (found && !context.HasVariables)
            context.Report("VARIABLE_UNSUPPORTED_IN_VERSION", "Policy variables need `\"Version\": \"2012-10-17\"`; without it they are plain text.", node);
    }

    private static void CheckBody(ValidationContext context, PolicyPlace place, string body)
    {
        var comma = body.IndexOf(',', StringComparison.Ordinal);
        var name = comma < 0 ? body : body[..comma];
        if (name.Trim().Length == 0)
        {
            context.Report("EMPTY_VARIABLE", "The variable is empty. Name a condition key or remove the braces.", place);
            return;
        }
        if (name.Contains(' ', StringComparison.Ordinal))
            context.Report("UNSUPPORTED_SPACE_IN_VARIABLE", "The name of a variable has no white space.", place);
        else if (name.AsSpan().IndexOfAnyExcept(NameCharacters) is >= 0 and var at)
            context.Report("UNSUPPORTED_SYMBOL_IN_VARIABLE", $"`{name[at]}` cannot stand in the name of a variable.", place);
        var fallback = comma < 0 ? null : body[(comma + 1)..].Trim();
        if (fallback is not null && (fallback.Length < 2 || fallback[0] != '\'' || fallback[^1] != '\''))
            context.Report("MISSING_QUOTE_IN_VARIABLE", "The default of a variable stands in single quotes: `${aws:username, 'nobody'}`.", place);
    }
}
