using System.Text.Json.Nodes;
using Landward.Cli.Output;
using Landward.Policy;

namespace Landward.Cli.Access;

/// <summary>The answer of a policy check, for people and in Access Analyzer's shape.</summary>
internal static class CheckRenderer
{
    public static JsonObject Json(PolicyCheck check)
    {
        var json = new JsonObject
        {
            ["schemaVersion"] = 1,
            ["result"] = Word(check.Result),
            ["message"] = check.Message,
            ["reasons"] = new JsonArray([.. check.Reasons.Select(Reason)]),
        };
        if (check.Undecided is { } why)
            json["undecided"] = why;
        return json;
    }

    public static void Show(Terminal terminal, PolicyCheck check)
    {
        var paint = check.Result switch
        {
            PolicyCheckResult.Pass => Paint.Green,
            PolicyCheckResult.Fail => Paint.Red,
            _ => Paint.Yellow,
        };
        terminal.Line(terminal.Paint(Word(check.Result), paint) + "  " + check.Message);
        foreach (var reason in check.Reasons)
        {
            terminal.Line("  " + reason.Description);
            terminal.Line("    witness: " + reason.WitnessLine);
        }
        if (check.Undecided is { } why)
            terminal.Line("  not decided: " + why);
    }

    private static JsonNode Reason(PolicyCheckReason reason)
    {
        var json = new JsonObject { ["description"] = reason.Description, ["statementIndex"] = reason.StatementIndex };
        if (reason.StatementId is { } sid)
            json["statementId"] = sid;
        json["witness"] = Witness(reason.Witness);
        return json;
    }

    private static JsonObject Witness(AuthorizationRequest request)
    {
        var context = new JsonObject();
        foreach (var key in request.Context.Keys.Order(StringComparer.OrdinalIgnoreCase))
        {
            var value = request.Context.Find(key)!;
            context[key] = value.Multivalued ? new JsonArray([.. value.Values.Select(item => (JsonNode)item)]) : (JsonNode)value.Values[0];
        }
        return new JsonObject
        {
            ["principal"] = request.Principal.ToString(),
            ["action"] = request.Action,
            ["resource"] = request.Resource,
            ["context"] = context,
        };
    }

    private static string Word(PolicyCheckResult result) => result switch
    {
        PolicyCheckResult.Pass => "PASS",
        PolicyCheckResult.Fail => "FAIL",
        _ => "UNDECIDED",
    };
}
