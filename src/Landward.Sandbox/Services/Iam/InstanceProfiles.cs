using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Iam;

/// <summary>Instance profiles: a container that hands one role to EC2 instances.</summary>
internal static class InstanceProfiles
{
    private const int MaxNameLength = 128;
    private const string RoleName = "RoleName";

    public static JsonObject CreateInstanceProfile(CallContext call, JsonObject input)
    {
        var name = input.RequiredName("InstanceProfileName", MaxNameLength);
        var path = input.Path();
        if (Table(call).List().Any(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase)))
            throw IamErrors.AlreadyExists($"Instance Profile {name} already exists.");
        if (Table(call).List().Count >= IamQuotas.InstanceProfilesQuota)
            throw IamErrors.LimitExceeded("InstanceProfilesPerAccount", IamQuotas.InstanceProfilesQuota);
        var profile = new JsonObject
        {
            ["InstanceProfileName"] = name,
            ["InstanceProfileId"] = "AIPA" + call.Ids.UpperBase32(17),
            ["Arn"] = $"arn:aws:iam::{call.Account}:instance-profile{path}{name}",
            ["Path"] = path,
            ["CreateDate"] = SandboxTime.Format(call.Now),
            [StateLayout.Tags] = IamTags.Checked(input.Structures("Tags")),
        };
        Table(call).Put(name, profile);
        return new JsonObject { ["InstanceProfile"] = Describe(call, profile) };
    }

    public static JsonObject GetInstanceProfile(CallContext call, JsonObject input) => new() { ["InstanceProfile"] = Describe(call, Find(call, input)) };

    public static JsonObject ListInstanceProfiles(CallContext call, JsonObject input)
    {
        var prefix = input.Text("PathPrefix") ?? "/";
        return IamPages.Answer(
            call, input, "InstanceProfiles",
            [.. Table(call).List().Where(entry => entry.Value.Text("Path")!.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => Describe(call, entry.Value))]);
    }

    public static JsonObject ListInstanceProfilesForRole(CallContext call, JsonObject input) =>
        IamPages.Answer(
            call, input, "InstanceProfiles",
            [.. OfRole(call, PolicyHolder.Role.Find(call, input).Text(RoleName)!).Select(profile => Describe(call, profile))]);

    public static JsonObject AddRoleToInstanceProfile(CallContext call, JsonObject input)
    {
        var profile = Find(call, input);
        var role = PolicyHolder.Role.FindChangeable(call, input).Text(RoleName)!;
        if (profile.Text(RoleName) is not null)
            throw IamErrors.LimitExceeded("InstanceSessionsPerInstanceProfile", 1);
        Table(call).Update(profile.Text("InstanceProfileName")!, document => document[RoleName] = role);
        return [];
    }

    public static JsonObject RemoveRoleFromInstanceProfile(CallContext call, JsonObject input)
    {
        var profile = Find(call, input);
        var role = PolicyHolder.Role.Find(call, input).Text(RoleName)!;
        if (profile.Text(RoleName) != role)
            throw IamErrors.NoSuchEntity("role", role);
        Table(call).Update(profile.Text("InstanceProfileName")!, document => document.Remove(RoleName));
        return [];
    }

    public static JsonObject DeleteInstanceProfile(CallContext call, JsonObject input)
    {
        var profile = Find(call, input);
        if (profile.Text(RoleName) is not null)
            throw IamErrors.DeleteConflict("Cannot delete entity, must remove roles from instance profile first.");
        Table(call).Remove(profile.Text("InstanceProfileName")!);
        return [];
    }

    public static JsonObject Find(CallContext call, JsonObject input)
    {
        var name = input.RequiredName("InstanceProfileName", MaxNameLength);
        return Table(call).Find(name) ?? throw IamErrors.NoSuchEntity($"Instance Profile {name} cannot be found.");
    }

    public static IEnumerable<JsonObject> OfRole(CallContext call, string roleName) =>
        Table(call).List().Select(entry => entry.Value).Where(profile => profile.Text(RoleName) == roleName);

    public static JsonObject Describe(CallContext call, JsonObject profile)
    {
        var output = profile.CopyMembers([], "Path", "InstanceProfileName", "InstanceProfileId", "Arn", "CreateDate");
        output["Roles"] = profile.Text(RoleName) is { } role && IamRoles.Roles(call).Find(role) is { } document
            ? new JsonArray(IamRoles.Describe(call, document, withDetails: false))
            : [];
        if (profile.Structures(StateLayout.Tags).Any())
            profile.CopyMembers(output, StateLayout.Tags);
        return output;
    }

    public static ResourceTable Table(CallContext call) => call.GlobalTable("instance-profile");
}
