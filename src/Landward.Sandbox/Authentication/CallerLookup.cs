using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Authentication;

/// <summary>Why an access key names nobody.</summary>
internal enum CredentialProblem
{
    None,

    /// <summary>No such key, an inactive one, or its user or role is gone.</summary>
    Unknown,
    Expired,
}

/// <summary>Finds who an access key belongs to.</summary>
internal static class CallerLookup
{
    public static (Caller? Caller, CredentialProblem Problem) Find(StateTransaction state, string accessKeyId, DateTimeOffset now)
    {
        if (state.Find(CredentialFactory.SessionKey(accessKeyId)) is { } session)
            return OfSession(state, accessKeyId, session, now);
        if (state.Find(CredentialFactory.AccessKey(accessKeyId)) is not { } key || (string?)key["Status"] != "Active")
            return (null, CredentialProblem.Unknown);
        var account = (string)key[StateLayout.Account]!;
        if ((string?)key["UserName"] is not { } userName)
            return (Root(account, accessKeyId), CredentialProblem.None);
        return OfUser(state, account, userName) is { } caller
            ? (caller with { AccessKeyId = accessKeyId }, CredentialProblem.None)
            : (null, CredentialProblem.Unknown);
    }

    public static Caller Root(string account, string? accessKeyId) =>
        new("Root", account, $"arn:aws:iam::{account}:root", account) { AccessKeyId = accessKeyId };

    private static Caller? OfUser(StateTransaction state, string account, string userName) =>
        state.Find(IamKey(account, StateLayout.Iam.User, userName)) is { } user
            ? new Caller("IAMUser", account, (string)user["Arn"]!, (string)user["UserId"]!)
            {
                UserName = userName,
                Tags = ResourceTags.Read(user[StateLayout.Tags]),
            }
            : null;

    private static (Caller?, CredentialProblem) OfSession(StateTransaction state, string accessKeyId, JsonObject session, DateTimeOffset now)
    {
        var expires = SandboxTime.Parse((string)session["ExpiresAt"]!);
        if (now >= expires)
            return (null, CredentialProblem.Expired);
        var account = (string)session["Account"]!;
        var roleArn = (string?)session["RoleArn"];
        var userName = (string?)session["UserName"];
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        if (roleArn is not null)
        {
            // A deleted role ends its sessions; one made anew under the same name has another id.
            var role = state.Find(IamKey(account, StateLayout.Iam.Role, roleArn[(roleArn.LastIndexOf('/') + 1)..]));
            if (role is null || !((string)session["PrincipalId"]!).StartsWith((string)role["RoleId"]! + ":", StringComparison.Ordinal))
                return (null, CredentialProblem.Unknown);
            tags = ResourceTags.Read(role[StateLayout.Tags]);
        }
        else if (userName is not null)
        {
            if (OfUser(state, account, userName) is not { } user)
                return (null, CredentialProblem.Unknown);
            tags = new Dictionary<string, string>(user.Tags, StringComparer.Ordinal);
        }
        foreach (var (name, value) in ResourceTags.Read(session[StateLayout.Tags]))
            tags[name] = value;
        var caller = new Caller((string)session["Type"]!, account, (string)session["Arn"]!, (string)session["PrincipalId"]!)
        {
            AccessKeyId = accessKeyId,
            UserName = userName,
            RoleArn = roleArn,
            SessionPolicies = [.. ((JsonArray)session["Policies"]!).Select(policy => (string)policy!)],
            IssuedAt = SandboxTime.Parse((string)session["IssuedAt"]!),
            ExpiresAt = expires,
            MfaAuthenticated = (bool?)session["MfaAuthenticated"] ?? false,
            SourceIdentity = (string?)session["SourceIdentity"],
            Tags = tags,
        };
        return (caller, CredentialProblem.None);
    }

    private static ResourceKey IamKey(string account, string type, string id) => new(StateLayout.Iam.Service, account, ResourceKey.Global, type, id);
}
