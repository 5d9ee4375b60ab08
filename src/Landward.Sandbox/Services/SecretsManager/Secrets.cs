using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.SecretsManager;

/// <summary>The documents of secrets and the ways to name one: name, full ARN, ARN without the random characters at its end.</summary>
internal static class Secrets
{
    public const string Versions = "Versions";

    private const int RandomCharacters = 6;

    public static ResourceTable Table(CallContext call, string account, string region) =>
        call.TableOf(StateLayout.SecretsManager.Service, account, region, StateLayout.SecretsManager.Secret);

    /// <summary>The secret named by SecretId, whether or not it waits for deletion.</summary>
    public static Secret Require(CallContext call, JsonObject input) => Find(call, input.RequiredText("SecretId")) ?? throw NotFound();

    /// <summary>The secret named by SecretId; refused while it waits for deletion.</summary>
    public static Secret RequireLive(CallContext call, JsonObject input)
    {
        var secret = Require(call, input);
        return secret.Document["DeletionDate"] is null
            ? secret
            : throw new AwsErrorException("InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.", 400);
    }

    public static AwsErrorException NotFound() => new("ResourceNotFoundException", "Secrets Manager can't find the specified secret.", 400);

    public static Secret? Find(CallContext call, string nameOrArn)
    {
        var (account, region, name) = nameOrArn.Split(':', 7) is ["arn", _, "secretsmanager", var arnRegion, var arnAccount, "secret", var last]
            ? (arnAccount, arnRegion, last)
            : (call.Account, call.Region, nameOrArn);
        var table = Table(call, account, region);
        if (table.Find(name) is { } document)
            return Live(call, account, region, name, document);
        var cut = name.Length - RandomCharacters - 1;
        return cut > 0 && name[cut] == '-' && table.Find(name[..cut]) is { } full && full.Text("ARN")?.EndsWith(name, StringComparison.Ordinal) == true
            ? Live(call, account, region, name[..cut], full)
            : null;
    }

    public static string NewArn(CallContext call, string name) =>
        $"arn:aws:secretsmanager:{call.Region}:{call.Account}:secret:{name}-{call.Ids.LowerAlphanumeric(RandomCharacters)}";

    /// <summary>The secrets of the caller's account and Region, those past their deletion date left out.</summary>
    public static IEnumerable<Secret> All(CallContext call) =>
        Table(call, call.Account, call.Region).List().Select(entry => Live(call, call.Account, call.Region, entry.Key, entry.Value)).OfType<Secret>();

    private static Secret? Live(CallContext call, string account, string region, string name, JsonObject document) =>
        document.Time("DeletionDate") <= call.Now ? null : new Secret(account, region, name, document);
}

/// <summary>A secret: where it lives and its document.</summary>
internal sealed record Secret(string Account, string Region, string Name, JsonObject Document)
{
    public string Arn => Document.RequiredText("ARN");

    public JsonObject Versions => Document.RequiredStructure(Secrets.Versions);

    public JsonObject Update(CallContext call, Action<JsonObject> change) => Secrets.Table(call, Account, Region).Update(Name, change);

    public JsonObject Identity() => Document.CopyMembers(new JsonObject(), "ARN", "Name");

    /// <summary>The version with the stage, or null.</summary>
    public (string Id, JsonObject Version)? WithStage(string stage) =>
        Versions.Where(entry => ((JsonObject)entry.Value!).Texts("VersionStages").Contains(stage)).Select(entry => ((string, JsonObject)?)(entry.Key, (JsonObject)entry.Value!)).FirstOrDefault();
}
