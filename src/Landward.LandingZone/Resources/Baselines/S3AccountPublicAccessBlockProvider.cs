using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Baselines;

internal sealed class S3AccountPublicAccessBlockProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var answer = await context.Here.FindAsync("s3control", "GetPublicAccessBlock", Input(context), context.Cancellation, "NoSuchPublicAccessBlockConfiguration");
        if (answer?["PublicAccessBlockConfiguration"] is not { } block)
            return null;
        return new JsonObject
        {
            ["blockPublicAcls"] = Json.Bool(block, "BlockPublicAcls"),
            ["ignorePublicAcls"] = Json.Bool(block, "IgnorePublicAcls"),
            ["blockPublicPolicy"] = Json.Bool(block, "BlockPublicPolicy"),
            ["restrictPublicBuckets"] = Json.Bool(block, "RestrictPublicBuckets"),
        };
    }

    public override Task CreateAsync(ResourceContext context)
    {
        var input = Input(context);
        input["PublicAccessBlockConfiguration"] = new JsonObject { ["BlockPublicAcls"] = true, ["IgnorePublicAcls"] = true, ["BlockPublicPolicy"] = true, ["RestrictPublicBuckets"] = true };
        return context.Here.WriteAsync("s3control", "PutPublicAccessBlock", input, context.Cancellation);
    }

    public override Task DeleteAsync(ResourceContext context, JsonObject before) =>
        context.Here.WriteAsync("s3control", "DeletePublicAccessBlock", Input(context), context.Cancellation);

    private static JsonObject Input(ResourceContext context) => new() { ["AccountId"] = context.Fact(Reference.Account(context.Node.Account)) };
}
