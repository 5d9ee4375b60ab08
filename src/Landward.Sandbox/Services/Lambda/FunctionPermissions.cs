using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Lambda;

/// <summary>Resource-based policies of functions (https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html).</summary>
internal static class FunctionPermissions
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("lambda", "AddPermission", AddPermission);
        registry.Add("lambda", "RemovePermission", RemovePermission);
        registry.Add("lambda", "GetPolicy", (call, input) => PermissionStatements.Shown(Functions.Require(call, input).Document));
    }

    private static JsonObject AddPermission(CallContext call, JsonObject input)
    {
        var function = Functions.Require(call, input).At(input.Text(Functions.RevisionId));
        var action = input.RequiredText("Action");
        if (action != "*" && !(action.StartsWith("lambda:", StringComparison.Ordinal) && action.Length > "lambda:".Length))
            throw new AwsErrorException("ValidationException", $"1 validation error detected: Value '{action}' at 'action' failed to satisfy constraint: Member must satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])", 400);
        var statement = new JsonObject
        {
            ["Sid"] = input.RequiredText("StatementId"),
            ["Effect"] = "Allow",
            ["Principal"] = PermissionStatements.Principal(input.RequiredText("Principal")),
            ["Action"] = action,
            ["Resource"] = function.Arn,
        };
        if (Conditions(input) is { Count: > 0 } conditions)
            statement["Condition"] = conditions;
        function.Update(call, document => PermissionStatements.Add(document, statement));
        return new JsonObject { ["Statement"] = statement.ToJsonString() };
    }

    private static JsonObject RemovePermission(CallContext call, JsonObject input)
    {
        var function = Functions.Require(call, input).At(input.Text(Functions.RevisionId));
        function.Update(call, document => PermissionStatements.Remove(document, input.RequiredText("StatementId")));
        return [];
    }

    private static JsonObject Conditions(JsonObject input)
    {
        var equal = new JsonObject();
        Set("SourceAccount", "AWS:SourceAccount");
        Set("PrincipalOrgID", "aws:PrincipalOrgID");
        Set("EventSourceToken", "lambda:EventSourceToken");
        Set("FunctionUrlAuthType", "lambda:FunctionUrlAuthType");
        var conditions = new JsonObject();
        if (equal.Count > 0)
            conditions["StringEquals"] = equal;
        if (input.Text("SourceArn") is { } source)
            conditions["ArnLike"] = new JsonObject { ["AWS:SourceArn"] = source };
        if (input.Flag("InvokedViaFunctionUrl") == true)
            conditions["Bool"] = new JsonObject { ["lambda:InvokedViaFunctionUrl"] = "true" };
        return conditions;

        void Set(string member, string key)
        {
            if (input.Text(member) is { } value)
                equal[key] = value;
        }
    }
}
