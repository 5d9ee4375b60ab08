using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Cli.Output;
using Landward.Policy;

namespace Landward.Cli.Access;

/// <summary>The effect of a change on every possible request, for people and for machines.</summary>
internal static class AccessChangeRenderer
{
    private const int MaxStatements = 30;
    private const int MaxClasses = 20;
    private const int MaxValues = 4;
    private const int MaxDifferences = 6;

    public static void Show(Terminal terminal, AccessChange change)
    {
        if (change.Statements.IsEmpty && change.Classes.IsEmpty)
        {
            terminal.Line("The change alters no statement: no request is decided differently.");
            return;
        }
        terminal.Line("What changes for every possible request:");
        foreach (var statement in change.Statements.Take(MaxStatements))
            terminal.Line($"  {(statement.TakesAway ? '-' : '+')} {Sentence(statement)}");
        if (change.Statements.Length > MaxStatements)
            terminal.Line($"  and {change.Statements.Length - MaxStatements} more statements (-o json lists all)");
        foreach (var item in change.Classes.Take(MaxClasses))
        {
            terminal.Line($"  {item.Count} {(item.Count == 1 ? "principal" : "principals")} alike, such as {item.Principals[0]}");
            ShowDifferences(terminal, "loses", item.Lost, item.Undecided.IsEmpty);
            ShowDifferences(terminal, "gains", item.Gained, item.Undecided.IsEmpty);
            foreach (var reason in item.Undecided)
                terminal.Line($"    undecided: {reason}");
        }
        if (change.Classes.Length > MaxClasses)
            terminal.Line($"  and {change.Classes.Length - MaxClasses} more classes of principals (-o json lists all)");
        terminal.Line($"  {change.UntouchedPrincipals} principals: proved that their own permissions in their account change for no request.");
        if (change.NotAnalysed > 0)
            terminal.Line($"  {change.NotAnalysed} principals were not analysed.");
    }

    public static JsonObject Json(AccessChange change) => new()
    {
        ["statements"] = new JsonArray([.. change.Statements.Select(statement => (JsonNode)Json(statement))]),
        ["classes"] = new JsonArray([.. change.Classes.Select(item => (JsonNode)new JsonObject
        {
            ["principals"] = new JsonArray([.. item.Principals.Select(principal => (JsonNode)principal)]),
            ["count"] = item.Count,
            ["lost"] = new JsonArray([.. item.Lost.Select(difference => (JsonNode)Json(difference))]),
            ["gained"] = new JsonArray([.. item.Gained.Select(difference => (JsonNode)Json(difference))]),
            ["undecided"] = Values(item.Undecided),
        })]),
        ["untouchedPrincipals"] = change.UntouchedPrincipals,
        ["notAnalysed"] = change.NotAnalysed,
    };

    public static string Sentence(StatementChange change)
    {
        var subject = $"{(change.Added ? "new" : "removed")} {change.Effect} {change.Policy}{(change.Statement.Sid is { Length: > 0 } sid ? $"/{sid}" : string.Empty)} at {change.Where}";
        var effect = change.Direction.Answer switch
        {
            ChangeAnswer.Nothing => "changes nothing: proved",
            ChangeAnswer.Undecided => $"undecided: {change.Direction.Reason}",
            _ => $"{(change.TakesAway ? "denies" : "allows")} {What(change.Statement)}; for example {Request(change.Direction.Witness!)}",
        };
        return $"{subject} {effect}";
    }

    public static JsonObject Json(StatementChange change) => new()
    {
        ["policy"] = change.Policy,
        ["where"] = change.Where,
        ["sid"] = change.Statement.Sid,
        ["added"] = change.Added,
        ["effect"] = change.Effect.ToString(),
        ["takesAway"] = change.TakesAway,
        ["actions"] = Values(change.Statement.Actions),
        ["notActions"] = Values(change.Statement.NotActions),
        ["resources"] = Values(change.Statement.Resources),
        ["notResources"] = Values(change.Statement.NotResources),
        ["conditions"] = new JsonArray([.. change.Statement.ConditionsOf().Select(condition => (JsonNode)new JsonObject
        {
            ["operator"] = condition.Operator,
            ["key"] = condition.Key,
            ["values"] = Values(condition.Values),
        })]),
        ["result"] = Json(change.Direction),
    };

    private static JsonObject Json(ChangeDirection direction) => new()
    {
        ["answer"] = direction.Answer switch { ChangeAnswer.Nothing => "nothing", ChangeAnswer.Something => "something", _ => "undecided" },
        ["witness"] = direction.Witness is { } witness ? Request(witness) : null,
        ["reason"] = direction.Reason,
    };

    // Who asks follows from the class, or does not matter to a statement that names nobody.
    private static string Request(AuthorizationRequest request)
    {
        var keys = request.Context.Keys.Where(key => !key.StartsWith("aws:Principal", StringComparison.OrdinalIgnoreCase) && !key.Equals("aws:userid", StringComparison.OrdinalIgnoreCase) && !key.Equals("aws:username", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.OrdinalIgnoreCase).Select(key => $"{key} = {string.Join(", ", request.Context.Find(key)!.Values)}").ToList();
        return $"{request.Action} on {request.Resource}{(keys.Count == 0 ? string.Empty : " with " + string.Join(", ", keys))}";
    }

    private static void ShowDifferences(Terminal terminal, string verb, ImmutableArray<AccessDifference> differences, bool complete)
    {
        if (differences.IsEmpty && complete)
            terminal.Line($"    {verb} nothing: proved");
        foreach (var difference in differences.Take(MaxDifferences))
        {
            var actions = (difference.ActionsAreExcluded ? "everything but " : string.Empty) + Few(difference.Actions);
            var resources = difference.Resources.IsEmpty ? string.Empty : (difference.ResourcesAreExcluded ? " on all but " : " on ") + Few(difference.Resources);
            var conditions = difference.Conditions.IsEmpty ? string.Empty : $" if {string.Join(" and ", difference.Conditions)}";
            terminal.Line($"    {verb}, within {actions}{resources}{conditions}: for example {Request(difference.Witness)}");
        }
        if (differences.Length > MaxDifferences)
            terminal.Line($"    and {differences.Length - MaxDifferences} more (-o json lists all)");
    }

    private static JsonObject Json(AccessDifference difference) => new()
    {
        ["policy"] = difference.Statement.Policy,
        ["sid"] = difference.Statement.Sid,
        ["statementIndex"] = difference.Statement.Index,
        [difference.ActionsAreExcluded ? "notActions" : "actions"] = Values(difference.Actions),
        [difference.ResourcesAreExcluded ? "notResources" : "resources"] = Values(difference.Resources),
        ["conditions"] = Values(difference.Conditions),
        ["witness"] = difference.WitnessLine,
    };

    private static string What(PolicyStatement statement)
    {
        var actions = statement.Actions.IsDefault ? $"everything but {Few(statement.NotActions)}" : Few(statement.Actions);
        var resources = !statement.NotResources.IsDefault ? $" on all but {Few(statement.NotResources)}" : statement.Resources.IsDefault ? string.Empty : $" on {Few(statement.Resources)}";
        var conditions = statement.ConditionsOf();
        return actions + resources + (conditions.IsEmpty ? string.Empty : " if " + string.Join(" and ", conditions.Select(condition => $"{condition.Operator} {condition.Key} {Few(condition.Values)}")));
    }

    private static string Few(IReadOnlyCollection<string> values) =>
        string.Join(", ", values.Take(MaxValues)) + (values.Count > MaxValues ? $" and {values.Count - MaxValues} more" : string.Empty);

    private static JsonArray? Values(ImmutableArray<string> values) =>
        values.IsDefault ? null : new JsonArray([.. values.Select(value => (JsonNode)value)]);
}
