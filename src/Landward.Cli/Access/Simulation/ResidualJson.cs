using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Cli.Access.Simulation;

/// <summary>A condition expression as JSON: <c>all</c>, <c>any</c>, <c>not</c>, or a comparison.</summary>
internal static class ResidualJson
{
    public static JsonObject Of(ConditionExpression expression) => expression switch
    {
        ConditionExpression.All all => new JsonObject { ["all"] = List(all.Operands) },
        ConditionExpression.Any any => new JsonObject { ["any"] = List(any.Operands) },
        ConditionExpression.Not not => new JsonObject { ["not"] = Of(not.Operand) },
        ConditionExpression.SessionName session => new JsonObject
        {
            ["sessionName"] = Strings(session.Names),
            ["inverted"] = session.Inverted,
            ["sources"] = Sources(session.Sources),
        },
        ConditionExpression.Resource resource => new JsonObject
        {
            ["resource"] = Strings(resource.Statement.Statement.Resources.IsDefault ? resource.Statement.Statement.NotResources : resource.Statement.Statement.Resources),
            ["element"] = resource.Statement.Statement.Resources.IsDefault ? "NotResource" : "Resource",
            ["inverted"] = resource.Inverted,
            ["sources"] = Sources([resource.Statement]),
        },
        ConditionExpression.Leaf leaf => new JsonObject
        {
            ["operator"] = leaf.Operator,
            ["key"] = leaf.Key,
            ["values"] = Strings(leaf.Values),
            ["inverted"] = leaf.Inverted,
            ["sources"] = Sources(leaf.Sources),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression.GetType(), null),
    };

    private static JsonArray List(IEnumerable<ConditionExpression> operands) => [.. operands.Select(operand => (JsonNode)Of(operand))];

    private static JsonArray Strings(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static JsonArray Sources(IEnumerable<DecidingStatement> sources) => [.. sources.Select(source => (JsonNode)DecisionRenderer.Statement(source))];
}
