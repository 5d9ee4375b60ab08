using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Lambda;

/// <summary>Functions: their making, configuration and end.</summary>
internal static class FunctionOperations
{
    private const string Code = "Code";

    private static readonly string[] Configured =
    [
        "Runtime", "Role", "Handler", "Description", "Timeout", "MemorySize", "Environment", "KMSKeyArn", "DeadLetterConfig", "TracingConfig", "EphemeralStorage", "LoggingConfig",
    ];

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("lambda", "CreateFunction", CreateFunction);
        registry.Add("lambda", "GetFunction", GetFunction);
        registry.Add("lambda", "GetFunctionConfiguration", (call, input) => Shown(Functions.Require(call, input).Document));
        registry.Add("lambda", "ListFunctions", ListFunctions);
        registry.Add("lambda", "UpdateFunctionConfiguration", UpdateFunctionConfiguration);
        registry.Add("lambda", "DeleteFunction", DeleteFunction);
        // CreateAlias is not served, so a function has none.
        registry.Add("lambda", "ListAliases", ListAliases);
    }

    private static JsonObject CreateFunction(CallContext call, JsonObject input)
    {
        var (account, name) = Functions.Named(call, input.RequiredText("FunctionName"));
        if (account != call.Account)
            throw new AwsErrorException("AccessDeniedException", "A function is made in the account of its maker.", 403);
        var isImage = input.Text("PackageType") == "Image";
        if (!isImage && (input.Text("Runtime") is null || input.Text("Handler") is null))
            throw LambdaErrors.InvalidParameterValue("Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        if (isImage && input.RequiredStructure(Code).Text("ImageUri") is null)
            throw LambdaErrors.InvalidParameterValue("Please provide ImageUri when updating a function with packageType Image.");
        CheckRole(call, input.RequiredText("Role"));
        var table = Functions.Table(call, account, call.Region);
        if (table.Contains(name))
            throw LambdaErrors.Conflict($"Function already exist: {name}");
        var document = new JsonObject
        {
            ["FunctionName"] = name,
            ["FunctionArn"] = Functions.Arn(account, call.Region, name),
            ["Timeout"] = 3,
            ["MemorySize"] = 128,
            ["Description"] = string.Empty,
            ["PackageType"] = input.Text("PackageType") ?? "Zip",
            ["Architectures"] = input.Texts("Architectures") is { Count: > 0 } given ? given.ToJsonArray() : new JsonArray("x86_64"),
            ["Version"] = "$LATEST",
            ["State"] = "Active",
            ["LastUpdateStatus"] = "Successful",
            ["LastModified"] = Modified(call),
            [Functions.RevisionId] = call.Ids.Uuid(),
        };
        FunctionCode.Describe(call, input.RequiredStructure(Code), document);
        input.RequiredStructure(Code).CopyMembers(document, "ImageUri");
        input.CopyMembers(document, Configured);
        input.CopyMembers(document, StateLayout.Tags);
        table.Put(name, document);
        return Shown(document);
    }

    private static JsonObject GetFunction(CallContext call, JsonObject input)
    {
        var document = Functions.Require(call, input).Document;
        var code = document.Text("ImageUri") is { } image
            ? new JsonObject { ["RepositoryType"] = "ECR", ["ImageUri"] = image }
            : new JsonObject { ["RepositoryType"] = "S3" };
        return document.CopyMembers(new JsonObject { ["Configuration"] = Shown(document), [Code] = code }, StateLayout.Tags);
    }

    private static JsonObject ListFunctions(CallContext call, JsonObject input)
    {
        var functions = Functions.Table(call, call.Account, call.Region).List();
        var page = call.Page(functions, input.Text("Marker"), input.Number("MaxItems"), 50, "InvalidParameterValueException");
        return page.Answer("NextMarker", new JsonObject { ["Functions"] = page.Items.Select(function => (JsonNode?)Shown(function.Value)).ToJsonArray() });
    }

    private static JsonObject UpdateFunctionConfiguration(CallContext call, JsonObject input)
    {
        var function = Functions.Require(call, input).At(input.Text(Functions.RevisionId));
        if (input.Text("Role") is { } role)
            CheckRole(call, role);
        return Shown(function.Update(call, document =>
        {
            input.CopyMembers(document, Configured);
            document["LastModified"] = Modified(call);
        }));
    }

    private static JsonObject DeleteFunction(CallContext call, JsonObject input)
    {
        if (input.Text("Qualifier") == "$LATEST")
            throw LambdaErrors.InvalidParameterValue("$LATEST version cannot be deleted without deleting the function.");
        var function = Functions.Require(call, input);
        Functions.Table(call, function.Account, function.Region).Remove(function.Name);
        return new JsonObject { ["StatusCode"] = 204 };
    }

    private static JsonObject ListAliases(CallContext call, JsonObject input)
    {
        Functions.Require(call, input);
        return new JsonObject { ["Aliases"] = new JsonArray() };
    }

    // A role is passed to a service of its own account, and must trust it ("Defining Lambda function permissions with an execution role").
    private static void CheckRole(CallContext call, string role)
    {
        var isKnown = Model.Arn.TryParse(role, out var arn) && arn.Service == "iam" && arn.Resource.StartsWith("role/", StringComparison.Ordinal);
        if (!isKnown)
            throw LambdaErrors.InvalidParameterValue($"1 validation error detected: Value '{role}' at 'role' is no ARN of a role");
        if (arn.Account != call.Account)
            throw new AwsErrorException("AccessDeniedException", "Cross-account pass role is not allowed.", 403);
        var name = arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..];
        var exists = call.TableOf(StateLayout.Iam.Service, arn.Account, ResourceKey.Global, StateLayout.Iam.Role).Contains(name);
        if (!exists || call.ServiceAccess?.Allows("lambda.amazonaws.com", "sts:AssumeRole", role) == false)
            throw LambdaErrors.InvalidParameterValue("The role defined for the function cannot be assumed by Lambda.");
    }

    private static JsonObject Shown(JsonObject document)
    {
        var shown = document.Copy();
        shown.Remove(StateLayout.Policy);
        shown.Remove(StateLayout.Tags);
        shown.Remove("ImageUri");
        return shown;
    }

    private static string Modified(CallContext call) => call.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", System.Globalization.CultureInfo.InvariantCulture);
}
