using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Cli.Output;

namespace Landward.Cli.Access;

/// <summary>Everybody who can, for people and for machines.</summary>
internal static class WhoCanRenderer
{
    private static readonly string[] Header = ["ACCESS", "KIND", "PRINCIPAL", "VIA", "CONDITION"];

    public static JsonObject Json(WhoCanAnswer answer) => new()
    {
        ["schemaVersion"] = 1,
        ["action"] = answer.Question.Action,
        ["resource"] = answer.Target.Arn,
        ["resourceAccount"] = answer.Target.Account,
        ["resourceKnown"] = answer.Target.Resource is not null || answer.Target.Arn == "*",
        ["principalsAsked"] = answer.Asked,
        ["partial"] = answer.Unread.Length > 0,
        ["notes"] = new JsonArray([.. answer.Notes.Select(note => (JsonNode)note)]),
        ["access"] = new JsonArray([.. answer.Access.Select(Row)]),
        ["unread"] = UnreadRenderer.Json(answer.Unread),
    };

    public static JsonObject Row(GrantedAccess row)
    {
        var json = new JsonObject
        {
            ["access"] = Word(row.Certainty),
            ["kind"] = Word(row.Kind),
            ["principal"] = row.Principal,
            ["account"] = row.Account,
            ["via"] = row.Via,
            ["grant"] = row.Grant is { } grant ? DecisionRenderer.Statement(grant) : null,
            ["condition"] = row.Condition?.ToString(),
            ["reason"] = row.Reason,
        };
        if (row.Known?.Trust is not null)
        {
            json["assumedBy"] = new JsonArray([.. RoleAssumers.Of(row.Known).Select(assumer => (JsonNode)new JsonObject
            {
                ["type"] = assumer.Type,
                ["name"] = assumer.Name,
                ["members"] = new JsonArray([.. assumer.Members.Select(member => (JsonNode)member)]),
                ["conditionKeys"] = new JsonArray([.. assumer.ConditionKeys.Select(key => (JsonNode)key)]),
            })]);
        }
        return json;
    }

    public static void Show(Terminal terminal, WhoCanAnswer answer)
    {
        if (answer.Access.IsEmpty)
            terminal.Line($"Nobody of {answer.Asked:N0} principals can do {answer.Question.Action} on {answer.Target.Arn}.");
        else
            Table(terminal, answer);
        foreach (var note in answer.Notes)
            terminal.Line("Note: " + note);
    }

    private static void Table(Terminal terminal, WhoCanAnswer answer)
    {
        var rows = answer.Access.Select(IReadOnlyList<string> (row) => [Word(row.Certainty), Word(row.Kind), row.Principal, Via(row), row.Condition?.ToString() ?? row.Reason ?? string.Empty]).ToList();
        foreach (var line in TextTable.Render(Header, rows, terminal.IsInteractive))
            terminal.Line(line);
        foreach (var row in answer.Access.Where(row => row.Known?.Trust is not null))
            terminal.Line($"{row.Principal} is assumed by {string.Join("; ", RoleAssumers.Of(row.Known!).Select(Text))}");
        var counts = answer.Access.CountBy(row => row.Certainty).OrderBy(pair => pair.Key).Select(pair => $"{pair.Value:N0} {Word(pair.Key)}");
        terminal.Line($"{answer.Target.Arn}: {string.Join(", ", counts)}, of {answer.Asked:N0} principals asked.");
    }

    private static string Via(GrantedAccess row) => row.Via ?? (row.Grant is { } grant ? $"{PolicyWord(grant)} {grant}" : string.Empty);

    private static string PolicyWord(Policy.DecidingStatement grant) => grant.Policy.Kind switch
    {
        Policy.PolicyKind.Identity => "identity",
        Policy.PolicyKind.Trust => "trust",
        _ => "resource",
    };

    private static string Text(RoleAssumer assumer)
    {
        var members = assumer.Members.IsEmpty ? string.Empty : $" ({string.Join(", ", assumer.Members)})";
        return assumer.Name + members + (assumer.ConditionKeys.IsEmpty ? string.Empty : $" under a condition on {string.Join(", ", assumer.ConditionKeys)}");
    }

    private static string Word(AccessCertainty certainty) => certainty switch
    {
        AccessCertainty.Allowed => "allowed",
        AccessCertainty.Conditional => "conditional",
        AccessCertainty.Undecided => "undecided",
        _ => throw new ArgumentOutOfRangeException(nameof(certainty), certainty, null),
    };

    private static string Word(CallerKind kind) => kind switch
    {
        CallerKind.User => "user",
        CallerKind.Role => "role",
        CallerKind.Root => "root",
        CallerKind.AwsService => "awsService",
        CallerKind.External => "external",
        CallerKind.AnyAccount => "anyAccount",
        CallerKind.Anonymous => "anonymous",
        CallerKind.IdentityProvider => "identityProvider",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
