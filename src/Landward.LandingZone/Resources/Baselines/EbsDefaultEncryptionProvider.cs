using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Baselines;

internal sealed class EbsDefaultEncryptionProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var answer = await context.Here.ReadAsync("ec2", "GetEbsEncryptionByDefault", null, context.Cancellation);
        return Json.Bool(answer, "EbsEncryptionByDefault") ? new JsonObject { ["enabled"] = true } : null;
    }

    public override Task CreateAsync(ResourceContext context) =>
        context.Here.WriteAsync("ec2", "EnableEbsEncryptionByDefault", [], context.Cancellation);

    public override Task DeleteAsync(ResourceContext context, JsonObject before) =>
        context.Here.WriteAsync("ec2", "DisableEbsEncryptionByDefault", [], context.Cancellation);
}
