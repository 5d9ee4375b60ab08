using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.S3;

namespace Landward.Sandbox.Services.S3Control;

/// <summary>S3 Control: Block Public Access of the account, and access points.</summary>
internal static class S3ControlService
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("s3control", "PutPublicAccessBlock", PutPublicAccessBlock);
        registry.Add("s3control", "GetPublicAccessBlock", GetPublicAccessBlock);
        registry.Add("s3control", "DeletePublicAccessBlock", DeletePublicAccessBlock);
        AccessPoints.AddTo(registry);
    }

    private static JsonObject PutPublicAccessBlock(CallContext call, JsonObject input)
    {
        var configuration = input.Structure("PublicAccessBlockConfiguration") ?? throw S3Errors.MalformedXml();
        PublicAccessBlocks.AccountTable(call, OwnAccount(call, input))
            .Put(StateLayout.S3.AccountPublicAccessBlock, PublicAccessBlocks.Normalize(configuration));
        return [];
    }

    private static JsonObject GetPublicAccessBlock(CallContext call, JsonObject input)
    {
        var configuration = PublicAccessBlocks.AccountTable(call, OwnAccount(call, input)).Find(StateLayout.S3.AccountPublicAccessBlock)
            ?? throw new AwsErrorException("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", 404);
        return new JsonObject { ["PublicAccessBlockConfiguration"] = configuration.DeepClone() };
    }

    private static JsonObject DeletePublicAccessBlock(CallContext call, JsonObject input)
    {
        PublicAccessBlocks.AccountTable(call, OwnAccount(call, input)).Remove(StateLayout.S3.AccountPublicAccessBlock);
        return [];
    }

    /// <summary>The account a call names: only callers of the account itself may read or change what belongs to it.</summary>
    public static string OwnAccount(CallContext call, JsonObject input)
    {
        var account = input.Text("AccountId") ?? call.Caller.Account;
        return account == call.Caller.Account ? account : throw S3Errors.AccessDenied();
    }
}
