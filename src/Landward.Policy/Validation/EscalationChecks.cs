using Landward.Policy.Matching;

namespace Landward.Policy.Validation;

/// <summary>Identity-based policies that pass any role, or create any service-linked role.</summary>
internal static class EscalationChecks
{
    private static readonly Risk PassRole = new(
        "PASS_ROLE", "iam:PassRole", "iam:PassedToService", "lets the caller hand many roles to services", "Name the roles, or restrict `iam:PassedToService`.");

    private static readonly Risk CreateServiceLinkedRole = new(
        "CREATE_SLR", "iam:CreateServiceLinkedRole", "iam:AWSServiceName", "lets the caller create service-linked roles of many services", "Name the roles, or restrict `iam:AWSServiceName`.");

    public static void Run(ValidationContext context)
    {
        if (!context.IsIdentity)
            return;
        foreach (var statement in context.Statements.Where(statement => statement.Allows))
        {
            Check(context, statement, PassRole);
            Check(context, statement, CreateServiceLinkedRole);
        }
    }

    private static void Check(ValidationContext context, StatementNode statement, Risk risk)
    {
        var notAction = statement.NotAction is not null && !statement.NotActions.Any(action => Names(action, risk));
        var actions = statement.Actions.Where(action => Names(action, risk)).ToList();
        if ((!notAction && actions.Count == 0) || statement.Conditions.Any(condition => condition.NeedsKey && condition.IsKey(risk.RestrictingKey)))
            return;
        var starInAction = actions.Count > 0 && actions.TrueForAll(action => action.Text.AsSpan().ContainsAny('*', '?'));
        var notResource = statement.NotResource is not null;
        var stars = statement.Resources.Where(IsBroad).ToList();
        if (!notResource && stars.Count == 0)
            return;
        var suffix = (notAction, starInAction, notResource) switch
        {
            (true, _, true) => "WITH_NOT_ACTION_AND_NOT_RESOURCE",
            (true, _, false) => "WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
            (_, true, true) => "WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
            (_, true, false) => "WITH_STAR_IN_ACTION_AND_RESOURCE",
            (_, _, true) => "WITH_NOT_RESOURCE",
            _ => "WITH_STAR_IN_RESOURCE",
        };
        PolicyPlace[] places =
        [
            .. notAction ? [statement.NotAction!] : actions.Select(action => (PolicyPlace)action),
            .. notResource ? [statement.NotResource!] : stars.Select(resource => (PolicyPlace)resource),
        ];
        context.Report($"{risk.Code}_{suffix}", $"`{risk.Action}` on these resources {risk.Consequence}. {risk.Remedy}", places);
    }

    private static bool Names(PolicyNode action, Risk risk) =>
        ActionSet.IsWellFormed(action.Text) && Glob.Compile(action.Text.ToLowerInvariant()).Matches(risk.Action.ToLowerInvariant());

    // `*`, or a role whose name starts with a wildcard. A literal start of the name is taken as a naming convention.
    private static bool IsBroad(PolicyNode resource)
    {
        if (resource.Text.AsSpan().TrimStart('*').IsEmpty)
            return resource.Text.Length > 0;
        var arn = ArnText.Split(resource.Text);
        if (arn.Segments.Length < ArnText.SegmentCount)
            return false;
        var name = arn.Resource;
        if (name.StartsWith("role/", StringComparison.Ordinal))
            name = name["role/".Length..];
        if (name.StartsWith("aws-service-role/", StringComparison.Ordinal))
            name = name["aws-service-role/".Length..];
        return name.StartsWith('*') && (arn.Service == "iam" || !ArnText.IsLiteral(arn.Service));
    }

    private sealed record Risk(string Code, string Action, string RestrictingKey, string Consequence, string Remedy);
}
