using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Lambda;

/// <summary>The documents of functions and the ways to name one: name or full ARN. There are no versions but $LATEST, and no aliases.</summary>
internal static class Functions
{
    public const string RevisionId = "RevisionId";

    private const int LongestName = 64;

    public static ResourceTable Table(CallContext call, string account, string region) =>
        call.TableOf(StateLayout.Lambda.Service, account, region, StateLayout.Lambda.Function);

    public static string Arn(string account, string region, string name) => $"arn:aws:lambda:{region}:{account}:function:{name}";

    /// <summary>The function an input names.</summary>
    public static Function Require(CallContext call, JsonObject input)
    {
        var (account, name) = Named(call, input.RequiredText("FunctionName"));
        var arn = Arn(account, call.Region, name);
        if (input.Text("Qualifier") is { } qualifier && qualifier != "$LATEST")
            throw LambdaErrors.NotFound($"Function not found: {arn}:{qualifier}");
        return Table(call, account, call.Region).Find(name) is { } document
            ? new Function(account, call.Region, name, document)
            : throw LambdaErrors.NotFound($"Function not found: {arn}");
    }

    /// <summary>Account and name; the authorizer read the same text, so what is neither name nor full ARN is refused.</summary>
    public static (string Account, string Name) Named(CallContext call, string text)
    {
        var (account, region, name) = text.Split(':') is ["arn", _, "lambda", var arnRegion, var arnAccount, "function", var last]
            ? (arnAccount, arnRegion, last)
            : (call.Account, call.Region, text);
        if (name.Length is < 1 or > LongestName || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            throw new AwsErrorException("ValidationException", $"1 validation error detected: Value '{name}' at 'functionName' failed to satisfy constraint: Member must be a function name of letters, digits, hyphens and underscores, or a function ARN", 400);
        return region == call.Region
            ? (account, name)
            : throw LambdaErrors.NotFound($"Functions from '{region}' are not reachable in this region ('{call.Region}')");
    }
}

/// <summary>A function: where it lives and its document.</summary>
internal sealed record Function(string Account, string Region, string Name, JsonObject Document)
{
    public string Arn => Functions.Arn(Account, Region, Name);

    /// <summary>Stores a change under a new revision.</summary>
    public JsonObject Update(CallContext call, Action<JsonObject> change) => Functions.Table(call, Account, Region).Update(Name, document =>
    {
        change(document);
        document[Functions.RevisionId] = call.Ids.Uuid();
    });

    /// <summary>Refuses a change of another revision than the one the caller read.</summary>
    public Function At(string? revision) => revision is null || revision == Document.Text(Functions.RevisionId)
        ? this
        : throw new AwsErrorException("PreconditionFailedException", "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id", 412);
}
