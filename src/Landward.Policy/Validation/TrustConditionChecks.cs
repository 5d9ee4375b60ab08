using Landward.Policy.Conditions;

namespace Landward.Policy.Validation;

/// <summary>Conditions of role trust policies: OpenID Connect providers, audiences, session tags and source identities.</summary>
internal static class TrustConditionChecks
{
    private const string GitHubSubject = $"{IdentityProvider.GitHub}:sub";
    private const string GitHubReference = $"{IdentityProvider.GitHub}:ref";

    private static readonly (string Key, string Action)[] KeysOfActions =
    [
        ("sts:SourceIdentity", "sts:SetSourceIdentity"), ("sts:TransitiveTagKeys", "sts:TagSession"), ("aws:TagKeys", "sts:TagSession"), ("aws:RequestTag", "sts:TagSession"),
    ];

    public static void Run(ValidationContext context)
    {
        foreach (var statement in context.Statements.Where(context.IsTrust))
        {
            if (statement.Allows)
            {
                CheckProviders(context, statement);
                CheckActionsOfKeys(context, statement);
            }
            foreach (var condition in statement.Conditions)
                CheckAudience(context, condition);
        }
    }

    private static void CheckProviders(ValidationContext context, StatementNode statement)
    {
        foreach (var principal in statement.Principals.Where(principal => principal.Type == "Federated"))
        {
            if (IdentityProvider.HostOf(principal.Value.Text) is not { } host)
                continue;
            if (host == IdentityProvider.GitHub)
                CheckGitHub(context, statement, principal);
            else if (!statement.Conditions.Any(condition => condition.Key.StartsWith(host + ":", StringComparison.OrdinalIgnoreCase)))
                context.Report("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", $"Anyone with a token of `{host}` may assume the role. Add a condition on `{host}:aud` or `{host}:sub`.", principal.Value);
        }
    }

    private static void CheckGitHub(ValidationContext context, StatementNode statement, PrincipalNode principal)
    {
        var subjects = statement.Conditions.Where(condition => condition.IsKey(GitHubSubject)).ToList();
        if (subjects.Count == 0)
        {
            context.Report("MISSING_GITHUB_REPO_CONDITION_KEY", $"Every repository on GitHub may assume the role. Add a condition on `{GitHubSubject}` that names repository and branch.", principal.Value);
            return;
        }
        var namesBranch = statement.HasCondition(GitHubReference);
        foreach (var value in subjects.Where(subject => subject.IsPattern).SelectMany(subject => subject.Values).Where(value => IsBroad(value.Text, namesBranch)))
            context.Report("SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", $"`{value.Text}` lets more workflows in than one branch of one repository. Name both; the branch may stand in `{GitHubReference}`.", value);
    }

    // repo:ORGANIZATION/REPOSITORY:rest
    private static bool IsBroad(string subject, bool namesBranch)
    {
        var parts = subject.Split(':', 3);
        var repository = parts.Length > 1 ? parts[1] : "*";
        return HasWildcard(parts[0]) || HasWildcard(repository) || (!namesBranch && (parts.Length < 3 || HasWildcard(parts[2])));
    }

    private static bool HasWildcard(string text) => text.AsSpan().ContainsAny('*', '?');

    private static void CheckActionsOfKeys(ValidationContext context, StatementNode statement)
    {
        if (statement.Actions.Count == 0)
            return;
        var granted = context.Facts.Universe.Match(statement.Actions.Select(action => action.Text)).Certain;
        foreach (var (key, action) in KeysOfActions)
        {
            var used = statement.Conditions.FirstOrDefault(condition => condition.NeedsKey && (condition.IsKey(key) || condition.IsTagKey(key)));
            if (used is not null && !granted.Contains(context.Facts.Universe.AtomOf(action)))
                context.Report("MISSING_ACTION_FOR_CONDITION_KEY", $"A caller sets `{used.Key}` only with `{action}`. Add it to the actions.", statement.Action!, used.KeyNode);
        }
    }

    private static void CheckAudience(ValidationContext context, ConditionNode condition)
    {
        if (condition.Operator is not { Quantifier: not Quantifier.None } op || !condition.Key.EndsWith(":aud", StringComparison.OrdinalIgnoreCase))
            return;
        if (condition.Facts is null)
            context.Report("CONFIRM_AUDIENCE_CLAIM_TYPE", $"`{condition.Key}` says whom the token is for. Where the provider gives one value, use no qualifier.", condition.KeyNode);
        else if (op.Quantifier == Quantifier.ForAnyValue && !condition.Facts.Multivalued)
            context.Report("FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", $"`{condition.Key}` has one value. Remove `ForAnyValue:`.", condition.KeyNode);
    }
}
