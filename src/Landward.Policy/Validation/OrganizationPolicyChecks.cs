namespace Landward.Policy.Validation;

/// <summary>What service and resource control policies take and what makes resource control policies hit AWS services.</summary>
internal static class OrganizationPolicyChecks
{
    private const string IsService = "aws:PrincipalIsAWSService";

    private static readonly string[] PrincipalKeys = ["aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalType", "aws:userid", "aws:username"];
    private static readonly string[] SourceKeys = ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];
    private static readonly string[] SourceOrganizationKeys = ["aws:SourceOrgID", "aws:SourceOrgPaths"];

    public static void Run(ValidationContext context)
    {
        foreach (var statement in context.Statements)
        {
            if (context.Type == ValidationPolicyType.ServiceControlPolicy)
                CheckServiceControlPolicy(context, statement);
            else if (context.Type == ValidationPolicyType.ResourceControlPolicy)
                CheckResourceControlPolicy(context, statement);
        }
    }

    private static void CheckServiceControlPolicy(ValidationContext context, StatementNode statement)
    {
        if ((statement.Principal ?? statement.NotPrincipal) is { } principal)
            context.Report("SCP_SYNTAX_ERROR_PRINCIPAL", $"A service control policy takes no `{principal.Name}`. Restrict principals with `aws:PrincipalArn`.", principal);
        foreach (var action in statement.Actions.Concat(statement.NotActions))
        {
            var wildcard = action.Text.AsSpan().IndexOfAny('*', '?');
            if (wildcard >= 0 && wildcard < action.Text.AsSpan().TrimEnd('*').Length)
                context.Report("SCP_SYNTAX_ERROR_ACTION_WILDCARD", $"AWS's check reference allows wildcards only at the end of an action: update `{action.Text}`.", action);
        }
    }

    private static void CheckResourceControlPolicy(ValidationContext context, StatementNode statement)
    {
        if (statement.NotPrincipal is { } not)
            context.Report("RCP_SYNTAX_ERROR_PRINCIPAL", "A resource control policy takes no `NotPrincipal`. Write `\"Principal\": \"*\"`.", not);
        else if (statement.Principal is { } principal && (statement.Principals.Count == 0 || statement.Principals.Any(one => one.Value.Text != "*")))
            context.Report("RCP_SYNTAX_ERROR_PRINCIPAL", "A resource control policy takes only `\"Principal\": \"*\"`. Restrict principals with conditions.", principal);
        if (statement.NotAction is { } notAction)
            context.Report("RCP_SYNTAX_ERROR_NOTACTION", "A resource control policy takes no `NotAction`. List the actions in `Action`.", notAction);
        if (statement.Allows)
        {
            var everything = statement.Resources is [{ Text: "*" }] && statement.Node.Find("Condition") is null && statement.Actions is [{ Text: "*" }];
            if (!everything)
                context.Report("RCP_SYNTAX_ERROR_ALLOW", "With `Allow` a resource control policy takes every action, every resource and no condition. Write Deny statements.", statement.EffectNode!);
            return;
        }
        foreach (var action in statement.Actions.Where(action => !IsSupported(context, action.Text)))
            context.Report("RCP_SYNTAX_ERROR_ACTION", $"Resource control policies work for some services only; `{action.Text}` is of another, or of all.", action);
        CheckServices(context, statement);
    }

    private static bool IsSupported(ValidationContext context, string action)
    {
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        // A service that the catalogue lacks is reported as such.
        return colon > 0 && (context.Facts.FindService(action.AsSpan(0, colon)) is not { } service
            ? ArnText.IsLiteral(action[..colon])
            : service.SupportsResourceControlPolicies);
    }

    // Keys that a service's call lacks: a negated operator then holds and the service is denied. Keys that only a service's
    // call has: then everyone else is.
    private static void CheckServices(ValidationContext context, StatementNode statement)
    {
        if (!statement.HasCondition(IsService))
        {
            if (Find(statement, PrincipalKeys) is { } principal)
                context.Report("RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", $"A service's call carries no `{principal.Key}` and is denied. Add `\"BoolIfExists\": {{ \"{IsService}\": \"false\" }}`.", principal.KeyNode);
            if (Find(statement, SourceKeys) is { } source)
                context.Report("RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", $"Only a service's call carries `{source.Key}`; everyone else's is denied. Add `\"BoolIfExists\": {{ \"{IsService}\": \"true\" }}`.", source.KeyNode);
        }
        var checksPresence = statement.ChecksPresence("aws:SourceAccount") || statement.ChecksPresence("aws:SourceArn");
        if (!checksPresence && Find(statement, SourceOrganizationKeys) is { } organization)
            context.Report("RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", $"Some services' calls carry no `{organization.Key}` and are denied. Add `\"Null\": {{ \"aws:SourceAccount\": \"false\" }}`.", organization.KeyNode);
    }

    private static ConditionNode? Find(StatementNode statement, string[] keys) =>
        statement.Conditions.FirstOrDefault(condition => condition.Operator is { Negated: true } && (Array.Exists(keys, condition.IsKey) || (keys == PrincipalKeys && condition.IsTagKey("aws:PrincipalTag"))));
}
