using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.SsoAdmin;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.IdentityStore;

/// <summary>What users and groups of the directory have in common: an id, one unique name, attributes.</summary>
/// <param name="Kind">User or Group, as in operation and member names.</param>
/// <param name="UniqueMember">UserName or DisplayName.</param>
internal sealed record Principals(string Kind, string UniqueMember, Func<IdentityCenterInstance, ResourceTable> Table)
{
    public static Principals Users { get; } = new("User", "UserName", instance => instance.Users);
    public static Principals Groups { get; } = new("Group", "DisplayName", instance => instance.Groups);

    private const int MaxUniqueLength = 1024;

    public string IdMember => Kind + "Id";
    public string ResourceType => Kind.ToUpperInvariant();

    public JsonObject Create(CallContext call, IdentityCenterInstance instance, JsonObject document)
    {
        RequireUnique(instance, document.Text(UniqueMember), except: null);
        var id = call.Ids.Uuid();
        document[IdMember] = id;
        document["IdentityStoreId"] = instance.IdentityStoreId;
        document["CreatedAt"] = SandboxTime.Format(call.Now);
        document["UpdatedAt"] = SandboxTime.Format(call.Now);
        document["CreatedBy"] = call.Caller.Arn;
        document["UpdatedBy"] = call.Caller.Arn;
        Table(instance).Put(id, document);
        return new JsonObject { [IdMember] = id, ["IdentityStoreId"] = instance.IdentityStoreId };
    }

    public JsonObject Describe(CallContext call, JsonObject input) => Find(IdentityCenterInstance.OfIdentityStore(call, input), input).Copy();

    public JsonObject List(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.OfIdentityStore(call, input);
        var filters = input.Structures("Filters").ToList();
        foreach (var filter in filters)
        {
            if (MemberName(filter.RequiredText("AttributePath")) is var path && path != UniqueMember && path != "ExternalIds.Id")
                throw IdentityCenterErrors.Validation($"Filter attribute path {path} is not supported.");
        }
        return IdentityCenterErrors.Page(
            call, input, Kind + "s",
            [.. Table(instance).List().Select(entry => entry.Value)
                .Where(document => filters.TrueForAll(filter => document.Text(MemberName(filter.Text("AttributePath")!)) == filter.Text("AttributeValue")))
                .Select(document => document.DeepClone())]);
    }

    /// <summary>GetUserId and GetGroupId: by unique attribute.</summary>
    public JsonObject GetId(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.OfIdentityStore(call, input);
        var attribute = input.RequiredStructure("AlternateIdentifier").Structure("UniqueAttribute")
            ?? throw IdentityStoreErrors.NotFound(ResourceType, "ExternalId");
        var (path, value) = (attribute.RequiredText("AttributePath"), attribute["AttributeValue"]?.ToString());
        var found = Table(instance).List().Select(entry => entry.Value).FirstOrDefault(document => path.ToLowerInvariant() switch
        {
            "emails.value" when Kind == "User" => document.Structures("Emails").Any(email => SameName(email.Text("Value"), value)),
            _ when MemberName(path) == UniqueMember => SameName(document.Text(UniqueMember), value),
            _ => throw IdentityCenterErrors.Validation($"Attribute path {path} is not a unique attribute."),
        });
        return found is null
            ? throw IdentityStoreErrors.NotFound(ResourceType, value ?? string.Empty)
            : new JsonObject { [IdMember] = found.Text(IdMember), ["IdentityStoreId"] = instance.IdentityStoreId };
    }

    /// <summary>Applies attribute operations: a path such as <c>name.familyName</c> and its new value (absent: removed).</summary>
    public JsonObject Update(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.OfIdentityStore(call, input);
        var document = Find(instance, input);
        var changed = document.Copy();
        foreach (var operation in input.Structures("Operations"))
        {
            var path = operation.RequiredText("AttributePath").Split('.').Select(MemberName).ToArray();
            if (path[0] == IdMember || path[0] == "IdentityStoreId" || path.Length > 2)
                throw IdentityCenterErrors.Validation($"Attribute path {operation.Text("AttributePath")} cannot be updated.");
            var target = changed;
            if (path.Length == 2)
                changed[path[0]] = target = changed.Structure(path[0])?.Copy() ?? [];
            if (operation["AttributeValue"] is { } value)
                target[path[^1]] = Pascal(value);
            else
                target.Remove(path[^1]);
        }
        RequireUnique(instance, changed.Text(UniqueMember), except: changed.Text(IdMember));
        changed["UpdatedAt"] = SandboxTime.Format(call.Now);
        changed["UpdatedBy"] = call.Caller.Arn;
        Table(instance).Put(changed.Text(IdMember)!, changed);
        return [];
    }

    public JsonObject Delete(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.OfIdentityStore(call, input);
        var id = Find(instance, input).Text(IdMember)!;
        foreach (var (membership, document) in instance.Memberships.List())
        {
            if (document.Text("GroupId") == id || document.Structure("MemberId")?.Text("UserId") == id)
                instance.Memberships.Remove(membership);
        }
        Table(instance).Remove(id);
        return [];
    }

    /// <exception cref="AwsErrorException">ResourceNotFoundException.</exception>
    public JsonObject Find(IdentityCenterInstance instance, JsonObject input) => FindById(instance, input.RequiredText(IdMember));

    public JsonObject FindById(IdentityCenterInstance instance, string id) => Table(instance).Find(id) ?? throw IdentityStoreErrors.NotFound(ResourceType, id);

    private void RequireUnique(IdentityCenterInstance instance, string? name, string? except)
    {
        if (name is null || name.Length is 0 or > MaxUniqueLength)
            throw IdentityCenterErrors.Validation($"{UniqueMember} is required and has at most {MaxUniqueLength} characters.");
        if (Table(instance).List().Any(entry => entry.Key != except && SameName(entry.Value.Text(UniqueMember), name)))
            throw IdentityStoreErrors.Duplicate(Kind == "Group" ? "Duplicate GroupDisplayName" : "Duplicate UserName");
    }

    private static bool SameName(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Attribute paths are written in camel case, members in Pascal case.</summary>
    private static string MemberName(string path) => path.Length == 0 ? path : char.ToUpperInvariant(path[0]) + path[1..];

    private static JsonNode? Pascal(JsonNode? value) =>
        value switch
        {
            JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(MemberName(member.Key), Pascal(member.Value)))),
            JsonArray list => new JsonArray([.. list.Select(Pascal)]),
            _ => value?.DeepClone(),
        };
}
