using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Iam;

namespace Landward.Sandbox.Services.Sts;

/// <summary>The operations of STS the sandbox implements.</summary>
internal static class StsService
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("sts", "AssumeRole", RoleSessions.AssumeRole);
        registry.Add("sts", "GetCallerIdentity", GetCallerIdentity);
        registry.Add("sts", "GetSessionToken", UserSessions.GetSessionToken);
        registry.Add("sts", "GetFederationToken", UserSessions.GetFederationToken);
        registry.Add("sts", "GetAccessKeyInfo", GetAccessKeyInfo);
    }

    private static JsonObject GetCallerIdentity(CallContext call, JsonObject input) =>
        new() { ["UserId"] = call.Caller.PrincipalId, ["Account"] = call.Caller.Account, ["Arn"] = call.Caller.Arn };

    private static JsonObject GetAccessKeyInfo(CallContext call, JsonObject input)
    {
        var id = input.RequiredText("AccessKeyId", "ValidationError");
        var session = call.TableOf(StateLayout.Sts.Service, StateLayout.AnyAccount, State.ResourceKey.Global, StateLayout.Sts.Session);
        var account = AccessKeys.Table(call).Find(id)?.Text(StateLayout.Account) ?? session.Find(id)?.Text(StateLayout.Account)
            ?? throw new AwsErrorException("ValidationError", "The access key ID provided is not valid.", 400);
        return new JsonObject { ["Account"] = account };
    }
}
