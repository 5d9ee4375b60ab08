using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Lambda;

/// <summary>Resource-based policies of layer versions (https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html).</summary>
internal static class LayerPermissions
{
    private const string OnlyAction = "lambda:GetLayerVersion";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("lambda", "AddLayerVersionPermission", AddLayerVersionPermission);
        registry.Add("lambda", "RemoveLayerVersionPermission", RemoveLayerVersionPermission);
        registry.Add("lambda", "GetLayerVersionPolicy", (call, input) => PermissionStatements.Shown(LayerVersions.Require(call, input).Document));
    }

    private static JsonObject AddLayerVersionPermission(CallContext call, JsonObject input)
    {
        var (id, layer) = LayerVersions.Require(call, input);
        if (input.RequiredText("Action") != OnlyAction)
            throw new AwsErrorException("ValidationException", $"1 validation error detected: Value '{input.Text("Action")}' at 'action' failed to satisfy constraint: Member must satisfy regular expression pattern: {OnlyAction}", 400);
        var principal = input.RequiredText("Principal");
        var statement = new JsonObject
        {
            ["Sid"] = input.RequiredText("StatementId"),
            ["Effect"] = "Allow",
            ["Principal"] = PermissionStatements.Principal(principal),
            ["Action"] = OnlyAction,
            ["Resource"] = layer.RequiredText("LayerVersionArn"),
        };
        if (input.Text("OrganizationId") is { } organization)
        {
            if (principal != "*")
                throw LambdaErrors.InvalidParameterValue("With an organization ID the principal must be *.");
            statement["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { ["aws:PrincipalOrgID"] = organization } };
        }
        var changed = Change(call, input, id, document => PermissionStatements.Add(document, statement));
        return new JsonObject { ["Statement"] = statement.ToJsonString(), [Functions.RevisionId] = changed.Text(Functions.RevisionId) };
    }

    private static JsonObject RemoveLayerVersionPermission(CallContext call, JsonObject input)
    {
        Change(call, input, LayerVersions.Require(call, input).Id, document => PermissionStatements.Remove(document, input.RequiredText("StatementId")));
        return [];
    }

    private static JsonObject Change(CallContext call, JsonObject input, string id, Action<JsonObject> change) =>
        LayerVersions.Table(call, call.Account).Update(id, document =>
        {
            if (input.Text(Functions.RevisionId) is { } revision && revision != document.Text(Functions.RevisionId))
                throw new AwsErrorException("PreconditionFailedException", "The Revision Id provided does not match the latest Revision Id.", 412);
            change(document);
            document[Functions.RevisionId] = call.Ids.Uuid();
        });
}
