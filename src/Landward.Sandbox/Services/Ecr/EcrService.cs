using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Ecr;

/// <summary>ECR: repositories and their policies. They hold no images.</summary>
internal static class EcrService
{
    private const string Name = "repositoryName";
    private const string PolicyText = "policyText";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("ecr", "CreateRepository", CreateRepository);
        registry.Add("ecr", "DescribeRepositories", DescribeRepositories);
        registry.Add("ecr", "DeleteRepository", DeleteRepository);
        registry.Add("ecr", "SetRepositoryPolicy", SetRepositoryPolicy);
        registry.Add("ecr", "GetRepositoryPolicy", GetRepositoryPolicy);
        registry.Add("ecr", "DeleteRepositoryPolicy", DeleteRepositoryPolicy);
    }

    private static JsonObject CreateRepository(CallContext call, JsonObject input)
    {
        var account = Registry(call, input);
        var name = input.RequiredText(Name);
        if (account != call.Account)
            throw Invalid("A repository is made in the registry of its maker.");
        if (!IsName(name))
            throw Invalid($"Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*''");
        if (Table(call, account).Contains(name))
            throw new AwsErrorException("RepositoryAlreadyExistsException", $"The repository with name '{name}' already exists in the registry with id '{account}'", 400);
        var document = new JsonObject
        {
            ["repositoryArn"] = $"arn:aws:ecr:{call.Region}:{account}:repository/{name}",
            ["registryId"] = account,
            [Name] = name,
            ["repositoryUri"] = $"{account}.dkr.ecr.{call.Region}.amazonaws.com/{name}",
            ["createdAt"] = call.Now.Timestamp(),
            ["imageTagMutability"] = input.Text("imageTagMutability") ?? "MUTABLE",
            ["imageScanningConfiguration"] = new JsonObject { ["scanOnPush"] = input.Structure("imageScanningConfiguration")?.Flag("scanOnPush") ?? false },
            ["encryptionConfiguration"] = input.Structure("encryptionConfiguration")?.Copy() ?? new JsonObject { ["encryptionType"] = "AES256" },
        };
        if (input["tags"] is JsonArray tags)
            document[StateLayout.Tags] = tags.DeepClone();
        Table(call, account).Put(name, document);
        return new JsonObject { ["repository"] = Shown(document) };
    }

    private static JsonObject DescribeRepositories(CallContext call, JsonObject input)
    {
        var account = Registry(call, input);
        var names = input.Texts("repositoryNames");
        var repositories = names.Count > 0
            ? names.Select(name => Table(call, account).Find(name) ?? throw NotFound(account, name)).ToList()
            : [.. Table(call, account).List().Select(entry => entry.Value)];
        var page = call.Page(repositories, input.Text("nextToken"), input.Number("maxResults"), 1000, "InvalidParameterException");
        return page.Answer("nextToken", new JsonObject { ["repositories"] = page.Items.Select(repository => (JsonNode?)Shown(repository)).ToJsonArray() });
    }

    private static JsonObject DeleteRepository(CallContext call, JsonObject input)
    {
        var (account, name, document) = Require(call, input);
        Table(call, account).Remove(name);
        return new JsonObject { ["repository"] = Shown(document) };
    }

    private static JsonObject SetRepositoryPolicy(CallContext call, JsonObject input)
    {
        var (account, name, _) = Require(call, input);
        var policy = input.RequiredText(PolicyText);
        // The policy belongs to one repository: its statements name no resource.
        ResourcePolicyCheck.Require(policy, message => Invalid($"Invalid parameter at 'PolicyText' failed to satisfy constraint: '{message}'"));
        return WithPolicy(Table(call, account).Update(name, document => document[StateLayout.Policy] = policy), policy);
    }

    private static JsonObject GetRepositoryPolicy(CallContext call, JsonObject input)
    {
        var (account, name, document) = Require(call, input);
        return WithPolicy(document, document.Text(StateLayout.Policy) ?? throw NoPolicy(account, name));
    }

    private static JsonObject DeleteRepositoryPolicy(CallContext call, JsonObject input)
    {
        var (account, name, document) = Require(call, input);
        var policy = document.Text(StateLayout.Policy) ?? throw NoPolicy(account, name);
        Table(call, account).Update(name, changed => changed.Remove(StateLayout.Policy));
        return WithPolicy(document, policy);
    }

    private static JsonObject WithPolicy(JsonObject document, string policy) =>
        document.CopyMembers(new JsonObject { [PolicyText] = policy }, "registryId", Name);

    private static JsonObject Shown(JsonObject document)
    {
        var shown = document.Copy();
        shown.Remove(StateLayout.Policy);
        shown.Remove(StateLayout.Tags);
        return shown;
    }

    private static (string Account, string Name, JsonObject Document) Require(CallContext call, JsonObject input)
    {
        var (account, name) = (Registry(call, input), input.RequiredText(Name));
        return Table(call, account).Find(name) is { } document ? (account, name, document) : throw NotFound(account, name);
    }

    // The authorizer asks about the caller's own account unless the input names another registry.
    private static string Registry(CallContext call, JsonObject input) => input.Text("registryId") ?? call.Account;

    private static bool IsName(string name) => name.Length is >= 2 and <= 256 && name.Split('/').All(part => part.Length > 0
        && char.IsAsciiLetterOrDigit(part[0]) && char.IsAsciiLetterOrDigit(part[^1])
        && part.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '.' or '_' or '-'));

    private static AwsErrorException Invalid(string message) => new("InvalidParameterException", message, 400);

    private static AwsErrorException NotFound(string account, string name) =>
        new("RepositoryNotFoundException", $"The repository with name '{name}' does not exist in the registry with id '{account}'", 400);

    private static AwsErrorException NoPolicy(string account, string name) =>
        new("RepositoryPolicyNotFoundException", $"Repository policy does not exist for the repository with name '{name}' in the registry with id '{account}'", 400);

    private static ResourceTable Table(CallContext call, string account) =>
        call.TableOf(StateLayout.Ecr.Service, account, call.Region, StateLayout.Ecr.Repository);
}
