using Landward.Policy.Language;

namespace Landward.Policy.Validation;

/// <summary>The elements of each statement: which there are, which are missing, which exclude each other, and their JSON types.</summary>
internal static class StatementChecks
{
    private static readonly string[] Elements =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    private static readonly (string One, string Other)[] Exclusive = [("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal")];

    public static void Run(ValidationContext context)
    {
        foreach (var statement in context.Statements)
        {
            foreach (var member in statement.Node.Children.Where(member => !Elements.Contains(member.Name, StringComparer.Ordinal)))
                context.Report("INVALID_POLICY_ELEMENT", $"`{member.Name}` is no element of a statement; names of elements are case-sensitive.", PolicyPlace.NameOf(member));
            foreach (var (one, other) in Exclusive)
            {
                if (statement.Node.Find(one) is { } first && statement.Node.Find(other) is { } second)
                    context.Report("UNSUPPORTED_ELEMENT_COMBINATION", $"A statement has either `{one}` or `{other}`, never both.", first, second);
            }
            CheckEffect(context, statement);
            CheckMissing(context, statement);
            CheckStrings(context, statement.Action ?? statement.NotAction, "EMPTY_ARRAY_ACTION", "The statement names no action and does nothing.");
            CheckStrings(context, statement.Resource ?? statement.NotResource, "EMPTY_ARRAY_RESOURCE", "The statement names no resource and does nothing.");
            CheckCondition(context, statement.Node.Find("Condition"));
        }
    }

    private static void CheckEffect(ValidationContext context, StatementNode statement)
    {
        if (statement.EffectNode is not { } effect)
            context.Report("MISSING_EFFECT", "A statement needs `Effect` with `Allow` or `Deny`.", statement.Node);
        else if (!effect.IsString)
            context.Report("DATA_TYPE_MISMATCH", "`Effect` must be a string.", effect);
        else if (statement.Effect is null)
            context.Report("INVALID_EFFECT", $"`{effect.Text}` is no effect. Use `Allow` or `Deny`, with this case.", effect);
    }

    private static void CheckMissing(ValidationContext context, StatementNode statement)
    {
        if (statement.Action is null && statement.NotAction is null)
            context.Report("MISSING_ACTION", "A statement needs `Action` or `NotAction`.", statement.Node);
        if (statement.Resource is null && statement.NotResource is null && !context.IsTrust(statement))
            context.Report("MISSING_RESOURCE", "Every statement outside a role trust policy needs `Resource` or `NotResource`.", statement.Node);
        var principal = statement.Principal ?? statement.NotPrincipal;
        if (principal is null && context.Type is ValidationPolicyType.ResourcePolicy or ValidationPolicyType.ResourceControlPolicy)
            context.Report("MISSING_PRINCIPAL", "A statement of a resource-based policy or a resource control policy needs `Principal`.", statement.Node);
        if (principal is not null && context.IsIdentity)
            context.Report("UNSUPPORTED_PRINCIPAL", $"An identity-based policy has no `{principal.Name}`: it applies to whomever it is attached to.", principal);
    }

    private static void CheckStrings(ValidationContext context, PolicyNode? element, string emptyCode, string emptyDetails)
    {
        if (element is null)
            return;
        if (element is { IsArray: true, Children.Count: 0 })
            context.Report(emptyCode, emptyDetails, element);
        foreach (var item in element.Items.Where(item => !item.IsString))
            context.Report("DATA_TYPE_MISMATCH", $"`{element.Name}` takes a string or a list of strings.", item);
    }

    private static void CheckCondition(ValidationContext context, PolicyNode? condition)
    {
        if (condition is null)
            return;
        if (!condition.IsObject)
        {
            context.Report("DATA_TYPE_MISMATCH", "`Condition` takes an object of operators.", condition);
            return;
        }
        if (condition.Children.Count == 0)
            context.Report("EMPTY_OBJECT_CONDITION", "The condition is empty and does nothing.", condition);
        foreach (var op in condition.Children)
        {
            if (!op.IsObject)
                context.Report("DATA_TYPE_MISMATCH", $"`{op.Name}` takes an object of condition keys.", op);
            else if (op.Children.Count == 0)
                context.Report("EMPTY_OBJECT_CONDITION", $"`{op.Name}` has no condition key and does nothing.", op);
            foreach (var value in op.Children.SelectMany(key => key.Items).Where(value => !value.IsScalar && !(value.Kind == JsonTreeKind.Array && value.Children.Count == 0)))
                context.Report("DATA_TYPE_MISMATCH", "A condition value is a string, a number, a Boolean or a list of them.", value);
        }
    }
}
