namespace Landward.Policy.Validation;

/// <summary>Role trust policies: elements they lack, providers, and whether actions and principals fit.</summary>
internal static class TrustPolicyChecks
{
    private const string RolesAnywhere = "rolesanywhere.amazonaws.com";

    private static readonly string[] RolesAnywhereActions = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];

    public static void Run(ValidationContext context)
    {
        foreach (var statement in context.Statements.Where(context.IsTrust))
        {
            if (statement.NotPrincipal is { } not)
                context.Report("ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", "A role trust policy takes no `NotPrincipal`. Name who may assume the role in `Principal`.", not);
            if (statement.Principal is { IsString: true, Text: "*" } everyone)
                context.Report("ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "A role trust policy takes no `\"Principal\": \"*\"`. Name who may assume the role.", everyone);
            if ((statement.Resource ?? statement.NotResource) is { } resource)
                context.Report("ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", $"A role trust policy speaks of its own role. Remove `{resource.Name}`.", resource);
            foreach (var principal in statement.Principals.Where(principal => principal.Type == "Federated" && KindOf(principal) == AssumerKind.Unknown))
                context.Report("INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", $"`{principal.Value.Text}` is neither a domain name nor the ARN of a SAML or OpenID Connect provider.", principal.Value);
            CheckActionsFitPrincipals(context, statement);
            CheckRolesAnywhere(context, statement);
            CheckRedundantSessions(context, statement);
        }
    }

    // An action that fits none of the principals, with the principals that fit none of the actions.
    private static void CheckActionsFitPrincipals(ValidationContext context, StatementNode statement)
    {
        var assumes = statement.Actions.Select(action => (Node: action, Wants: WantedBy(action.Text))).Where(pair => pair.Wants is not null).ToList();
        var principals = statement.Principals.Select(principal => (principal.Value, Kind: KindOf(principal))).Where(pair => pair.Kind != AssumerKind.Unknown).ToList();
        var wanted = assumes.Select(assume => assume.Wants).ToHashSet();
        var lost = principals.Where(principal => !wanted.Contains(principal.Kind)).ToList();
        if (lost.Count == 0)
            return;
        var served = principals.Select(principal => (AssumerKind?)principal.Kind).ToHashSet();
        foreach (var (action, _) in assumes.Where(assume => assumes.Count == 1 || !served.Contains(assume.Wants)).DistinctBy(assume => assume.Wants))
        {
            context.Report(
                "MISMATCHED_ACTION_FOR_PRINCIPAL",
                $"`{action.Text}` cannot be called by {string.Join(", ", lost.Take(5).Select(principal => $"`{principal.Value.Text}`"))}. Use sts:AssumeRoleWithSAML with a SAML provider, sts:AssumeRoleWithWebIdentity with an OpenID Connect provider, both as Federated, and sts:AssumeRole with everyone else.",
                [action, .. lost.Select(principal => (PolicyPlace)principal.Value)]);
        }
    }

    private static void CheckRolesAnywhere(ValidationContext context, StatementNode statement)
    {
        if (!statement.Allows || statement.Principals.FirstOrDefault(principal => principal is { Type: "Service", Value.Text: RolesAnywhere }) is not { } principal)
            return;
        var granted = context.Facts.Universe.Match(statement.Actions.Select(action => action.Text)).Certain;
        if (!Array.TrueForAll(RolesAnywhereActions, action => granted.Contains(context.Facts.Universe.AtomOf(action))))
            context.Report("MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", $"IAM Roles Anywhere needs {string.Join(", ", RolesAnywhereActions)}.", statement.Action is { } action ? [action, principal.Value] : [principal.Value]);
    }

    private static void CheckRedundantSessions(ValidationContext context, StatementNode statement)
    {
        var roles = statement.Principals.Where(principal => principal.Type == "AWS" && principal.Value.Text.Contains(":role/", StringComparison.Ordinal))
            .ToLookup(principal => RoleKey(principal.Value.Text), StringComparer.Ordinal);
        foreach (var session in statement.Principals.Where(principal => principal.Type == "AWS" && principal.Value.Text.Contains(":assumed-role/", StringComparison.Ordinal)))
        {
            var arn = ArnText.Split(session.Value.Text);
            if (arn.Segments.Length < ArnText.SegmentCount || arn.Resource.Split('/') is not [_, var name, ..] || roles[$"{arn.Account}/{name}"].FirstOrDefault() is not { } role)
                continue;
            context.Report("REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", $"The session `{session.Value.Text}` is one of `{role.Value.Text}`, which is named too. Remove the session.", session.Value, role.Value);
        }
    }

    private static string RoleKey(string text)
    {
        var arn = ArnText.Split(text);
        return arn.Segments.Length < ArnText.SegmentCount ? string.Empty : $"{arn.Account}/{arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..]}";
    }

    private static AssumerKind? WantedBy(string action) => action.ToUpperInvariant() switch
    {
        "STS:ASSUMEROLE" => AssumerKind.Principal,
        "STS:ASSUMEROLEWITHSAML" => AssumerKind.Saml,
        "STS:ASSUMEROLEWITHWEBIDENTITY" => AssumerKind.OpenIdConnect,
        _ => null,
    };

    private static AssumerKind KindOf(PrincipalNode principal) => principal.Type switch
    {
        "AWS" or "Service" => AssumerKind.Principal,
        "Federated" when principal.Value.Text.Contains(":saml-provider/", StringComparison.Ordinal) => AssumerKind.Saml,
        "Federated" when IdentityProvider.HostOf(principal.Value.Text) is not null => AssumerKind.OpenIdConnect,
        _ => AssumerKind.Unknown,
    };

    private enum AssumerKind
    {
        Unknown,
        Principal,
        Saml,
        OpenIdConnect,
    }
}
