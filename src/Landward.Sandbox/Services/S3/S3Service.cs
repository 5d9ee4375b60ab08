namespace Landward.Sandbox.Services.S3;

/// <summary>Amazon S3: buckets, their settings, objects and versions.</summary>
internal static class S3Service
{
    public static void AddTo(ServiceRegistry registry)
    {
        BucketOperations.AddTo(registry);
        BucketConfigurations.AddTo(registry);
        BucketVersioning.AddTo(registry);
        BucketPolicies.AddTo(registry);
        BucketAcls.AddTo(registry);
        PublicAccessBlocks.AddTo(registry);
        ObjectWrites.AddTo(registry);
        ObjectReads.AddTo(registry);
        ObjectDeletes.AddTo(registry);
        ObjectLists.AddTo(registry);
        ObjectTags.AddTo(registry);
        MultipartUploads.AddTo(registry);
    }
}
