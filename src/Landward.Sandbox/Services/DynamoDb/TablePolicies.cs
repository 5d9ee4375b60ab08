using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.DynamoDb;

/// <summary>Resource-based policies of tables and of their streams ("Using resource-based policies for DynamoDB", DynamoDB Developer Guide).</summary>
internal static class TablePolicies
{
    /// <summary>"The maximum size supported for a resource-based policy document is 20 KB."</summary>
    private const int LongestPolicy = 20 * 1024;

    /// <summary>What a caller expects who wants to set a policy only where there is none.</summary>
    private const string NoPolicy = "NO_POLICY";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("dynamodb", "PutResourcePolicy", PutResourcePolicy);
        registry.Add("dynamodb", "GetResourcePolicy", GetResourcePolicy);
        registry.Add("dynamodb", "DeleteResourcePolicy", DeleteResourcePolicy);
    }

    /// <summary>The member of a policy's revision.</summary>
    public static string Revision(string member) => member + "RevisionId";

    /// <summary>Checks a policy and sets it under a new revision.</summary>
    public static void Set(CallContext call, JsonObject document, string member, string policy)
    {
        if (policy.Length > LongestPolicy)
            throw new AwsErrorException("ValidationException", "The resource-based policy document is larger than 20 KB.", 400);
        ResourcePolicyCheck.Require(policy, message => new AwsErrorException("ValidationException", $"Resource-based policy is not valid: {message}", 400));
        document[member] = policy;
        document[Revision(member)] = call.Ids.Uuid();
    }

    private static JsonObject PutResourcePolicy(CallContext call, JsonObject input)
    {
        var (account, name, document, member) = Require(call, input);
        CheckRevision(input, document, member);
        var changed = Tables.In(call, account).Update(name, table => Set(call, table, member, input.RequiredText("Policy")));
        return new JsonObject { ["RevisionId"] = changed.Text(Revision(member)) };
    }

    private static JsonObject GetResourcePolicy(CallContext call, JsonObject input)
    {
        var (_, _, document, member) = Require(call, input);
        return new JsonObject
        {
            ["Policy"] = document.Text(member) ?? throw NotFound(input),
            ["RevisionId"] = document.Text(Revision(member)),
        };
    }

    private static JsonObject DeleteResourcePolicy(CallContext call, JsonObject input)
    {
        var (account, name, document, member) = Require(call, input);
        CheckRevision(input, document, member);
        // Deleting a policy that is not there succeeds.
        if (document.Text(Revision(member)) is not { } revision)
            return [];
        Tables.In(call, account).Update(name, table =>
        {
            table.Remove(member);
            table.Remove(Revision(member));
        });
        return new JsonObject { ["RevisionId"] = revision };
    }

    private static void CheckRevision(JsonObject input, JsonObject document, string member)
    {
        if (input.Text("ExpectedRevisionId") is { } expected && expected != (document.Text(Revision(member)) ?? NoPolicy))
            throw new AwsErrorException("PolicyNotFoundException", "The expected revision ID does not match the revision of the policy.", 400);
    }

    private static (string Account, string Name, JsonObject Document, string Member) Require(CallContext call, JsonObject input)
    {
        var arn = input.RequiredText("ResourceArn");
        var (account, name, document) = Tables.Require(call, arn, orStream: true);
        return (account, name, document, Tables.IsStream(arn) ? StateLayout.DynamoDb.StreamPolicy : StateLayout.Policy);
    }

    private static AwsErrorException NotFound(JsonObject input) =>
        new("PolicyNotFoundException", $"Resource-based policy not found for the provided ResourceArn: {input.Text("ResourceArn")}", 400);
}
