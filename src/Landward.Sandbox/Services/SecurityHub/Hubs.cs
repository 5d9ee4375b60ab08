using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Iam;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.SecurityHub;

/// <summary>Security Hub in an account and Region: on or off, and its settings.</summary>
internal static class Hubs
{
    public const string Service = "securityhub";

    // Partition ("securityhub", account, region, hub), id the same word.
    private const string Type = "hub";

    public static readonly OrganizationAdministrators Administrators = new(Service, "securityhub.amazonaws.com", "InvalidInputException");

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddSecurityHub("EnableSecurityHub", EnableSecurityHub);
        registry.AddSecurityHub("DescribeHub", DescribeHub);
        registry.AddSecurityHub("UpdateSecurityHubConfiguration", UpdateSecurityHubConfiguration);
        registry.AddSecurityHub("DisableSecurityHub", DisableSecurityHub);
        registry.AddSecurityHub("TagResource", (call, input) => ChangeTags(call, input, tags => TagMap.Merge(tags, input.TextMap("Tags"))));
        registry.AddSecurityHub("UntagResource", (call, input) => ChangeTags(call, input, tags => TagMap.Without(tags, input.Texts("TagKeys"))));
        registry.AddSecurityHub("ListTagsForResource", (call, input) => new JsonObject { ["Tags"] = TagMap.Copy(RequireByArn(call, input)["Tags"]) });
    }

    /// <summary>Registers an operation; hubs due by the organization's configuration are on before it runs.</summary>
    public static void AddSecurityHub(this ServiceRegistry registry, string operation, OperationHandler handler) => registry.Add(Service, operation, (call, input) =>
    {
        HubMembers.Reconcile(call);
        return handler(call, input);
    });

    public static JsonObject? Find(CallContext call, string account) => Table(call, account).Find(Type);

    /// <summary>The caller's hub; InvalidAccessException when Security Hub is off.</summary>
    public static JsonObject Require(CallContext call) => Find(call, call.Account)
        ?? throw new AwsErrorException("InvalidAccessException", $"Account {call.Account} is not subscribed to AWS Security Hub", 401);

    public static AwsErrorException InvalidInput(string message) => new("InvalidInputException", message, 400);

    /// <summary>Turns Security Hub on in the account, with or without the default standards.</summary>
    public static void Enable(CallContext call, string account, bool defaultStandards, JsonObject? tags = null, string generator = "SECURITY_CONTROL")
    {
        Table(call, account).Put(Type, new JsonObject
        {
            ["HubArn"] = $"arn:aws:securityhub:{call.Region}:{account}:hub/default",
            ["SubscribedAt"] = call.Now.Timestamp(),
            ["AutoEnableControls"] = true,
            ["ControlFindingGenerator"] = generator,
            ["Tags"] = TagMap.Copy(tags),
        });
        ServiceLinkedRoles.Ensure(call, account, "securityhub.amazonaws.com");
        if (defaultStandards)
            Standards.EnableDefaults(call, account);
    }

    private static ResourceTable Table(CallContext call, string account) => call.TableOf(Service, account, call.Region, Type);

    private static JsonObject EnableSecurityHub(CallContext call, JsonObject input)
    {
        if (Find(call, call.Account) is not null)
            throw new AwsErrorException("ResourceConflictException", $"Account {call.Account} is already subscribed to Security Hub", 409);
        Enable(call, call.Account, input.Flag("EnableDefaultStandards") != false, input.Structure("Tags"), input.Text("ControlFindingGenerator") ?? "SECURITY_CONTROL");
        return [];
    }

    private static JsonObject DescribeHub(CallContext call, JsonObject input)
    {
        var hub = Require(call);
        if (input.Text("HubArn") is { } arn && arn != hub.Text("HubArn"))
            throw new AwsErrorException("ResourceNotFoundException", $"Hub {arn} was not found", 404);
        return hub.CopyMembers(new JsonObject(), "HubArn", "SubscribedAt", "AutoEnableControls", "ControlFindingGenerator");
    }

    private static JsonObject UpdateSecurityHubConfiguration(CallContext call, JsonObject input)
    {
        Require(call);
        Table(call, call.Account).Update(Type, hub => input.CopyMembers(hub, "AutoEnableControls", "ControlFindingGenerator"));
        return [];
    }

    private static JsonObject DisableSecurityHub(CallContext call, JsonObject input)
    {
        Require(call);
        if (HubMembers.AdministratorOf(call, call.Account) is not null)
            throw InvalidInput("Member accounts in an organization cannot disable Security Hub. Contact the Security Hub administrator account.");
        if (Administrators.IsAdministrator(call) && HubMembers.Associated(call, call.Account).Any())
            throw InvalidInput("Cannot disable Security Hub on an account with Security Hub enabled members");
        foreach (var type in (string[])[Standards.Type, SecurityFindings.Type, Type])
        {
            foreach (var (id, _) in call.Table(type).List())
                call.Table(type).Remove(id);
        }
        return [];
    }

    private static JsonObject RequireByArn(CallContext call, JsonObject input)
    {
        var hub = Require(call);
        return input.Text("ResourceArn") == hub.Text("HubArn") ? hub : throw new AwsErrorException("ResourceNotFoundException", "The resource was not found", 404);
    }

    private static JsonObject ChangeTags(CallContext call, JsonObject input, Func<JsonNode?, JsonObject> change)
    {
        RequireByArn(call, input);
        Table(call, call.Account).Update(Type, hub => hub["Tags"] = change(hub["Tags"]));
        return [];
    }
}
