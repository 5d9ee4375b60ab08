namespace Landward.Policy.Validation;

/// <summary>Resource-based policies that grant access to services: the confused deputy.</summary>
internal static class ServicePrincipalChecks
{
    private static readonly string[] Sources = ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];

    // A calling service has no account and no organization.
    private static readonly string[] CallerKeys = ["aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:username"];

    public static void Run(ValidationContext context)
    {
        if (!context.IsResource)
            return;
        foreach (var statement in context.Statements.Where(statement => statement.Allows && statement.Principal is not null && !context.IsTrust(statement)))
        {
            var services = statement.Principals.Where(principal => principal.Type == "Service").ToList();
            if (services.Count == 0)
                continue;
            if (!statement.HasCondition(Sources))
                CheckUnrestricted(context, statement, services);
            if (services.Count == statement.Principals.Count)
                CheckCallerKeys(context, statement);
        }
    }

    private static void CheckUnrestricted(ValidationContext context, StatementNode statement, List<PrincipalNode> services)
    {
        context.Report(
            "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
            $"Anyone who uses {services[0].Value.Text} can make it act here. Restrict the source with aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths.",
            [.. services.Select(service => (PolicyPlace)service.Value)]);
        foreach (var referer in statement.Conditions.Where(condition => condition.IsKey("aws:Referer")))
            context.Report("RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", $"For {services[0].Value.Text} use aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths instead of `{referer.Key}`.", referer.KeyNode);
    }

    private static void CheckCallerKeys(ValidationContext context, StatementNode statement)
    {
        var lost = statement.Conditions.Where(condition => condition.NeedsKey && (Array.Exists(CallerKeys, condition.IsKey) || condition.IsTagKey("aws:PrincipalTag"))).ToList();
        if (lost.Count > 0)
            context.Report("UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", $"A call of a service carries no {string.Join(", ", lost.Select(condition => $"`{condition.Key}`"))}: the statement grants nothing.", [.. lost.Select(condition => (PolicyPlace)condition.KeyNode)]);
    }
}
