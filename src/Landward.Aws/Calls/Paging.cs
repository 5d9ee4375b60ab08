using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Aws;

/// <summary>How to get from one page to the next.</summary>
internal static class Paging
{
    private static readonly string[] TokenNames = ["NextToken", "nextToken"];

    /// <summary>The model's paginator, or one made up for operations that take and answer a NextToken without having one.</summary>
    public static Paginator? Of(OperationDescription operation)
    {
        if (operation.Paginator is { } modelled)
            return modelled;
        foreach (var name in TokenNames)
        {
            if (operation.Input.FindMember(name) is not null && operation.Output.FindMember(name) is not null)
                return new Paginator([name], [name], Limit: null, More: null, Results: []);
        }
        return null;
    }

    /// <summary>The input of the next page, or null after the last one: no token, or the same one again (GetLogEvents ends so).</summary>
    public static JsonObject? NextInput(Paginator paginator, JsonObject input, JsonObject page)
    {
        if (paginator.More is { } more && !IsTrue(PageExpression.Find(page, more)))
            return null;
        var next = (JsonObject)input.DeepClone();
        var changed = false;
        foreach (var (name, expression) in paginator.InputTokens.Zip(paginator.OutputTokens))
        {
            var token = PageExpression.Find(page, expression);
            if (IsBlank(token))
            {
                next.Remove(name);
                continue;
            }
            changed |= !JsonNode.DeepEquals(token, input[name]);
            next[name] = token!.DeepClone();
        }
        return changed ? next : null;
    }

    private static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    private static bool IsBlank(JsonNode? token) => token is null || (token is JsonValue value && value.TryGetValue<string>(out var text) && text.Length == 0);
}
