using System.Text.Json.Nodes;
using Landward.Access.Escalations;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Access;

/// <summary>Escalation paths and cuts for machines.</summary>
internal static class EscalationJson
{
    public static JsonObject Report(EscalationReport report) => new()
    {
        ["schemaVersion"] = 1,
        ["principals"] = report.Principals,
        ["partial"] = report.Partial,
        ["administrators"] = Texts(report.Administrators),
        ["paths"] = new JsonArray([.. report.Paths.Select(Path)]),
        ["organizationPaths"] = new JsonArray([.. report.OrganizationPaths.Select(Path)]),
        ["cuts"] = new JsonArray([.. report.Cuts.Select(Cut)]),
    };

    public static JsonNode Path(EscalationPath path) => new JsonObject
    {
        ["from"] = path.From,
        ["kind"] = Name(path.Kind),
        ["account"] = path.Account,
        ["goal"] = path.Goal,
        ["reach"] = Name(path.Reach),
        ["severity"] = EscalationFindings.SeverityOf(path).Label(),
        ["conditional"] = path.IsConditional,
        ["goalConditions"] = Texts(path.GoalConditions),
        ["length"] = path.Steps.Length,
        ["steps"] = new JsonArray([.. path.Steps.Select(Step)]),
    };

    public static JsonNode Cut(EscalationCut cut) => new JsonObject
    {
        ["kind"] = Name(cut.Kind),
        ["change"] = cut.Change,
        ["target"] = cut.Target,
        ["document"] = cut.Document is null ? null : JsonNode.Parse(cut.Document),
        ["pathsBefore"] = cut.PathsBefore,
        ["pathsCut"] = cut.Cut,
        ["freed"] = Texts(cut.Freed),
    };

    private static JsonNode Step(EscalationStep step) => new JsonObject
    {
        ["from"] = step.From,
        ["to"] = step.To,
        ["becomes"] = step.Becomes,
        ["technique"] = step.Technique,
        ["title"] = step.Title,
        ["through"] = step.Through,
        ["techniques"] = Texts(step.Mitre),
        ["conditional"] = step.IsConditional,
        ["conditions"] = Texts(step.Conditions),
        ["requests"] = new JsonArray([.. step.Requests.Select(Request)]),
    };

    /// <summary>The witness: the request as the evaluator was asked, with every key it knew.</summary>
    private static JsonNode Request(EscalationRequest request) => new JsonObject
    {
        ["principal"] = request.Request.Principal.ToString(),
        ["action"] = request.Action,
        ["resource"] = request.Resource,
        ["context"] = Context(request.Request.Context),
        ["condition"] = request.Condition?.ToString(),
        ["allowedBy"] = new JsonArray([.. request.AllowedBy.Select(Statement)]),
    };

    private static JsonObject Context(RequestContext context)
    {
        var json = new JsonObject();
        foreach (var key in context.Keys.Order(StringComparer.OrdinalIgnoreCase))
        {
            if (context.Find(key) is { Knowledge: ContextKnowledge.Known, Values.Length: > 0 } value)
                json[key] = value.Multivalued ? Texts(value.Values) : value.Values[0];
        }
        return json;
    }

    private static JsonNode Statement(DecidingStatement by) => new JsonObject
    {
        ["policy"] = by.Policy.Name,
        ["id"] = by.Policy.Id,
        ["kind"] = by.Policy.Kind.DisplayName(),
        ["statement"] = by.Statement.Index,
        ["sid"] = by.Statement.Sid,
        ["file"] = by.Statement.Span.File,
        ["line"] = by.Statement.Span.Line,
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static string Name<T>(T value)
        where T : struct, Enum
    {
        var text = value.ToString();
        return char.ToLowerInvariant(text[0]) + text[1..];
    }
}
