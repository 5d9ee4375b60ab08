using Landward.Policy.Matching;

namespace Landward.Policy.Validation;

/// <summary>Values of Action and NotAction: do the service and the action exist?</summary>
internal static class ActionChecks
{
    public static void Run(ValidationContext context)
    {
        foreach (var statement in context.Statements)
        {
            foreach (var action in statement.Actions.Concat(statement.NotActions))
                Check(context, action);
        }
    }

    private static void Check(ValidationContext context, PolicyNode action)
    {
        // `*` is every action; a variable is reported by another check.
        if ((action.Text.Length > 0 && action.Text.AsSpan().TrimStart('*').IsEmpty) || action.Text.Contains("${", StringComparison.Ordinal))
            return;
        if (!ActionSet.IsWellFormed(action.Text))
        {
            context.Report("INVALID_ACTION", $"`{action.Text}` is no action. Write `service:Name`; it has no white space.", action);
            return;
        }
        var colon = action.Text.IndexOf(':', StringComparison.Ordinal);
        var prefix = action.Text[..colon];
        var name = action.Text[(colon + 1)..];
        if (prefix.AsSpan().ContainsAny('*', '?'))
        {
            context.Report("WILDCARD_IN_SERVICE_NAME", $"The wildcard in `{prefix}` reaches every service with such a prefix, also ones to come. Name the service.", action);
            if (context.TakeComparisons(action.Text) && !context.Facts.Expand(action.Text).Any())
                context.Report("INVALID_ACTION", $"No action has a name like `{action.Text}`.", action);
            return;
        }
        if (context.Facts.FindService(prefix) is not { } service)
        {
            var known = context.Facts.Services.Select(candidate => candidate.Prefix);
            context.Report("INVALID_SERVICE_IN_ACTION", $"There is no service `{prefix}`.{context.DidYouMean(prefix.ToLowerInvariant(), known)}", action);
            return;
        }
        if (name.AsSpan().ContainsAny('*', '?'))
        {
            if (service.ActionCount > 0 && context.TakeComparisons(action.Text) && !Exists(service, Glob.Compile(name.ToLowerInvariant())))
                context.Report("INVALID_ACTION", $"`{service.Prefix}` has no action with a name like `{name}`.", action);
        }
        else if (service.FindAction(name) is null)
        {
            var hint = context.DidYouMean(name, service.Actions.Select(candidate => candidate.Name));
            context.Report("INVALID_ACTION", $"The action `{action.Text}` does not exist in the catalogue of {context.Facts.Date:yyyy-MM-dd}.{hint}", action);
        }
    }

    private static bool Exists(IamService service, Glob pattern) => Array.Exists(service.LowerCaseNames, name => pattern.Matches(name));
}
