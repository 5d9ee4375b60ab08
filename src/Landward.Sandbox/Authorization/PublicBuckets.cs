using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.S3;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Authorization;

/// <summary>
/// S3's RestrictPublicBuckets: a bucket policy that is public counts only for the owner's account and for AWS services.
/// Source: "Blocking public access to your Amazon S3 storage", S3 User Guide.
/// </summary>
internal static class PublicBuckets
{
    private const string Setting = "RestrictPublicBuckets";

    /// <summary>The resource's policy as far as it holds for the caller.</summary>
    public static string? PolicyFor(StateTransaction state, Caller caller, ProtectedResource resource)
    {
        if (resource.Policy is not { } policy || caller.Account == resource.Account || caller.Type == "AWSService"
            || !resource.Arn.StartsWith("arn:aws:s3:::", StringComparison.Ordinal))
            return resource.Policy;
        return IsRestricted(state, resource) && PublicPolicy.IsPublic(policy) ? null : policy;
    }

    private static bool IsRestricted(StateTransaction state, ProtectedResource resource)
    {
        var bucket = resource.Arn["arn:aws:s3:::".Length..].Split('/', 2)[0];
        var document = state.Find(new ResourceKey(StateLayout.S3.Service, StateLayout.AnyAccount, ResourceKey.Global, StateLayout.S3.Bucket, bucket));
        var account = state.Find(new ResourceKey(
            StateLayout.S3.Service, resource.Account, ResourceKey.Global, StateLayout.S3.AccountPublicAccessBlock, StateLayout.S3.AccountPublicAccessBlock));
        return IsOn(document?[StateLayout.S3.PublicAccessBlock]) || IsOn(account);
    }

    private static bool IsOn(JsonNode? settings) => string.Equals(settings?[Setting]?.ToString(), "true", StringComparison.OrdinalIgnoreCase);
}
