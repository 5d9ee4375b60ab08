using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Iam;

/// <summary>Console passwords of users. The password itself is checked and then forgotten: the sandbox has no console to sign in to.</summary>
internal static class LoginProfiles
{
    public static JsonObject CreateLoginProfile(CallContext call, JsonObject input)
    {
        var name = IamUsers.Find(call, input).Text("UserName")!;
        if (Exists(call, name))
            throw IamErrors.AlreadyExists($"Login Profile for user {name} already exists.");
        if (input.Text("Password") is { } password)
            PasswordPolicies.Check(call, password);
        var profile = new JsonObject
        {
            ["UserName"] = name,
            ["CreateDate"] = SandboxTime.Format(call.Now),
            ["PasswordResetRequired"] = input.Flag("PasswordResetRequired") ?? false,
        };
        Table(call).Put(name, profile);
        return new JsonObject { ["LoginProfile"] = profile.Copy() };
    }

    public static JsonObject GetLoginProfile(CallContext call, JsonObject input) =>
        new() { ["LoginProfile"] = Find(call, IamUsers.Find(call, input).Text("UserName")!).CopyMembers([], "UserName", "CreateDate", "PasswordResetRequired") };

    public static JsonObject UpdateLoginProfile(CallContext call, JsonObject input)
    {
        var name = PolicyHolder.User.Find(call, input).Text("UserName")!;
        Find(call, name);
        if (input.Text("Password") is { } password)
            PasswordPolicies.Check(call, password);
        Table(call).Update(name, profile =>
        {
            if (input.Text("Password") is not null)
                profile["PasswordLastChanged"] = SandboxTime.Format(call.Now);
            if (input.Flag("PasswordResetRequired") is { } required)
                profile["PasswordResetRequired"] = required;
        });
        return [];
    }

    public static JsonObject DeleteLoginProfile(CallContext call, JsonObject input)
    {
        var name = IamUsers.Find(call, input).Text("UserName")!;
        Find(call, name);
        Table(call).Remove(name);
        return [];
    }

    public static bool Exists(CallContext call, string userName) => Table(call).Contains(userName);

    public static void Rename(CallContext call, string oldName, string name)
    {
        if (oldName == name || Table(call).Find(oldName) is not { } profile)
            return;
        var renamed = profile.Copy();
        renamed["UserName"] = name;
        Table(call).Remove(oldName);
        Table(call).Put(name, renamed);
    }

    /// <summary>When the user's password was set last, or null without one.</summary>
    public static string? LastChanged(CallContext call, string userName) =>
        Table(call).Find(userName) is { } profile ? profile.Text("PasswordLastChanged") ?? profile.Text("CreateDate") : null;

    private static JsonObject Find(CallContext call, string userName) =>
        Table(call).Find(userName) ?? throw IamErrors.NoSuchEntity($"Login Profile for User {userName} cannot be found.");

    private static ResourceTable Table(CallContext call) => call.GlobalTable("login-profile");
}
