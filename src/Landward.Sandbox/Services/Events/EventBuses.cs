using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Events;

/// <summary>Event buses and who may put events on them. The default bus always exists.</summary>
internal static class EventBuses
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("events", "CreateEventBus", CreateEventBus);
        registry.Add("events", "DeleteEventBus", DeleteEventBus);
        registry.Add("events", "DescribeEventBus", (call, input) => Shown(Require(call, input.Text("Name"))));
        registry.Add("events", "ListEventBuses", ListEventBuses);
        registry.Add("events", "PutPermission", PutPermission);
        registry.Add("events", "RemovePermission", RemovePermission);
    }

    public static ResourceTable Table(CallContext call, string account, string region) => call.TableOf(StateLayout.Events.Service, account, region, StateLayout.Events.Bus);

    /// <summary>The bus named (by name or ARN; the default one without a name), or ResourceNotFoundException.</summary>
    public static JsonObject Require(CallContext call, string? nameOrArn) => Find(call, nameOrArn)
        ?? throw new AwsErrorException("ResourceNotFoundException", $"Event bus {NameOf(nameOrArn)} does not exist.", 400);

    public static JsonObject? Find(CallContext call, string? nameOrArn)
    {
        var (account, region, name) = Locate(call, nameOrArn);
        return Table(call, account, region).Find(name) ?? (name == StateLayout.Events.DefaultBus ? Document(account, region, name) : null);
    }

    public static (string Account, string Region, string Name) Locate(CallContext call, string? nameOrArn) =>
        nameOrArn?.Split(':', 6) is ["arn", _, "events", var region, var account, var resource]
            ? (account, region, NameOf(resource))
            : (call.Account, call.Region, NameOf(nameOrArn));

    /// <summary>
    /// The bus whose rules a call reads or changes. Rules are authorized in the caller's account and Region, so the bus must be
    /// there too: an ARN may not lead elsewhere.
    /// </summary>
    public static (string Account, string Region, string Name) LocateForRules(CallContext call, string? nameOrArn)
    {
        var (account, region, name) = Locate(call, nameOrArn);
        if (account != call.Account)
        {
            var denied = $"User: {call.Caller.Arn} is not authorized to perform: events:{call.Operation} on resource: {nameOrArn} because no resource-based policy allows the events:{call.Operation} action";
            throw new AwsErrorException("AccessDeniedException", denied, 400);
        }
        if (region != call.Region)
            throw new AwsErrorException("ResourceNotFoundException", $"Event bus {name} does not exist.", 400);
        Require(call, nameOrArn);
        return (account, region, name);
    }

    private static string NameOf(string? nameOrArn) => nameOrArn is null or "" ? StateLayout.Events.DefaultBus
        : nameOrArn[(nameOrArn.LastIndexOf("event-bus/", StringComparison.Ordinal) is var start && start >= 0 ? start + "event-bus/".Length : 0)..];

    private static JsonObject Document(string account, string region, string name) =>
        new() { ["Name"] = name, [StateLayout.Arn] = $"arn:aws:events:{region}:{account}:event-bus/{name}" };

    private static JsonObject CreateEventBus(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("Name");
        if (name is StateLayout.Events.DefaultBus || name.Length > 256 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_'))
            throw new AwsErrorException("ValidationException", $"1 validation error detected: Value '{name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [/\\.\\-_A-Za-z0-9]+", 400);
        var table = Table(call, call.Account, call.Region);
        if (table.Contains(name))
            throw new AwsErrorException("ResourceAlreadyExistsException", $"Event bus {name} already exists.", 400);
        var bus = input.CopyMembers(Document(call.Account, call.Region, name), "Description", "KmsKeyIdentifier", "DeadLetterConfig", StateLayout.Tags);
        bus["CreationTime"] = call.Now.Timestamp();
        bus["LastModifiedTime"] = call.Now.Timestamp();
        table.Put(name, bus);
        return bus.CopyMembers(new JsonObject { ["EventBusArn"] = bus.Text(StateLayout.Arn) }, "Description", "KmsKeyIdentifier", "DeadLetterConfig");
    }

    private static JsonObject DeleteEventBus(CallContext call, JsonObject input)
    {
        var (account, region, name) = Locate(call, input.RequiredText("Name"));
        if (name == StateLayout.Events.DefaultBus)
            throw new AwsErrorException("ValidationException", "Cannot delete event bus default.", 400);
        if (EventRules.Table(call, account, region).List().Any(entry => entry.Value.Text("EventBusName") == name))
            throw new AwsErrorException("ValidationException", $"Cannot delete event bus {name} because rules still exist on it.", 400);
        Table(call, account, region).Remove(name);
        return [];
    }

    private static JsonObject ListEventBuses(CallContext call, JsonObject input)
    {
        var prefix = input.Text("NamePrefix") ?? string.Empty;
        var stored = Table(call, call.Account, call.Region).List().Select(entry => entry.Value).ToList();
        if (stored.All(bus => bus.Text("Name") != StateLayout.Events.DefaultBus))
            stored.Insert(0, Document(call.Account, call.Region, StateLayout.Events.DefaultBus));
        var named = stored.Where(bus => bus.RequiredText("Name").StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var page = call.Page(named, input.Text("NextToken"), input.Number("Limit"), 100, "InvalidNextTokenException");
        return page.Answer(new JsonObject { ["EventBuses"] = page.Items.Select(Shown).ToJsonArray() });
    }

    private static JsonObject Shown(JsonObject bus) => bus.CopyMembers(
        new JsonObject(), "Name", "Arn", "Description", "KmsKeyIdentifier", "DeadLetterConfig", StateLayout.Policy, "CreationTime", "LastModifiedTime");

    private static JsonObject PutPermission(CallContext call, JsonObject input)
    {
        var bus = Require(call, input.Text("EventBusName"));
        if (input.Text("Policy") is { } whole)
        {
            ResourcePolicyCheck.Require(whole, message => new AwsErrorException("ValidationException", message, 400));
            return Store(call, input, bus, whole);
        }
        var principal = input.RequiredText("Principal");
        var id = input.RequiredText("StatementId");
        if (principal != "*" && !(principal.Length == 12 && principal.All(char.IsAsciiDigit)))
            throw new AwsErrorException("ValidationException", "Provided value in parameter 'principal' is not valid.", 400);
        if (input.Text("Action") is { } action && action != "events:PutEvents")
            throw new AwsErrorException("ValidationException", "Provided value in parameter 'action' is not supported.", 400);
        var statement = new JsonObject
        {
            ["Sid"] = id,
            ["Effect"] = "Allow",
            ["Principal"] = principal == "*" ? "*" : new JsonObject { ["AWS"] = $"arn:aws:iam::{principal}:root" },
            ["Action"] = "events:PutEvents",
            ["Resource"] = bus.Text(StateLayout.Arn),
        };
        if (input.Structure("Condition") is { } condition)
            statement["Condition"] = new JsonObject { [condition.RequiredText("Type")] = new JsonObject { [condition.RequiredText("Key")] = condition.RequiredText("Value") } };
        var statements = ResourcePolicyCheck.Statements(bus.Text(StateLayout.Policy) ?? "{}").Where(existing => existing.Text("Sid") != id).Append(statement);
        return Store(call, input, bus, PolicyText(statements));
    }

    private static JsonObject RemovePermission(CallContext call, JsonObject input)
    {
        var bus = Require(call, input.Text("EventBusName"));
        if (input.Flag("RemoveAllPermissions") == true)
            return Store(call, input, bus, null);
        var id = input.RequiredText("StatementId");
        var statements = ResourcePolicyCheck.Statements(bus.Text(StateLayout.Policy) ?? "{}").ToList();
        var kept = statements.Where(statement => statement.Text("Sid") != id).ToList();
        if (kept.Count == statements.Count)
            throw new AwsErrorException("ResourceNotFoundException", $"Statement with the provided id does not exist: {id}", 400);
        return Store(call, input, bus, kept.Count == 0 ? null : PolicyText(kept));
    }

    private static string PolicyText(IEnumerable<JsonObject> statements) =>
        new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = statements.Select(statement => statement.DeepClone()).ToJsonArray() }.ToJsonString();

    private static JsonObject Store(CallContext call, JsonObject input, JsonObject bus, string? policy)
    {
        if (policy?.Length > 10_240)
            throw new AwsErrorException("PolicyLengthExceededException", "The event bus policy is too long.", 400);
        var (account, region, name) = Locate(call, input.Text("EventBusName"));
        var changed = bus.Copy();
        changed.Remove(StateLayout.Policy);
        if (policy is not null)
            changed[StateLayout.Policy] = policy;
        Table(call, account, region).Put(name, changed);
        return [];
    }
}
