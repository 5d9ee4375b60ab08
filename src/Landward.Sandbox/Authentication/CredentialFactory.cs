using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Authentication;

/// <summary>A long-term access key as CreateAccessKey answers it.</summary>
internal sealed record IssuedAccessKey(string AccessKeyId, string SecretAccessKey, DateTimeOffset CreateDate);

/// <summary>Temporary credentials as AssumeRole answers them.</summary>
internal sealed record IssuedSession(string AccessKeyId, string SecretAccessKey, string SessionToken, DateTimeOffset Expiration);

/// <summary>Makes access keys and sessions that the sandbox accepts. Handlers reach it as <c>CallContext.Credentials</c>.</summary>
internal sealed class CredentialFactory
{
    private readonly SandboxSecrets _secrets;

    internal CredentialFactory(SandboxSecrets secrets) => _secrets = secrets;

    /// <summary>
    /// Stores an active access key (<see cref="StateLayout.Iam.AccessKey"/>). The handler adds the id to the user's
    /// <see cref="StateLayout.Iam.AccessKeyIds"/>.
    /// </summary>
    /// <param name="userName">The IAM user; null for the account's root user.</param>
    public IssuedAccessKey CreateAccessKey(CallContext call, string account, string? userName) =>
        CreateAccessKey(call.State, call.Ids, call.Now, account, userName);

    internal IssuedAccessKey CreateAccessKey(StateTransaction state, SandboxIds ids, DateTimeOffset now, string account, string? userName)
    {
        var accessKeyId = "AKIA" + ids.UpperBase32(16);
        var document = new JsonObject
        {
            ["AccessKeyId"] = accessKeyId,
            [StateLayout.Account] = account,
            ["Status"] = "Active",
            ["CreateDate"] = SandboxTime.Format(now),
        };
        if (userName is not null)
            document["UserName"] = userName;
        state.Put(AccessKey(accessKeyId), document);
        return new IssuedAccessKey(accessKeyId, _secrets.SecretAccessKey(accessKeyId), SandboxTime.Truncate(now));
    }

    /// <summary>Stores a session and returns its credentials. The handler has already checked duration, policies and tags.</summary>
    public IssuedSession StartSession(CallContext call, SandboxSession session, TimeSpan duration)
    {
        var accessKeyId = "ASIA" + call.Ids.UpperBase32(16);
        var issued = SandboxTime.Truncate(call.Now);
        call.State.Put(SessionKey(accessKeyId), session.ToDocument(issued, issued + duration));
        return new IssuedSession(accessKeyId, _secrets.SecretAccessKey(accessKeyId), _secrets.SessionToken(accessKeyId), issued + duration);
    }

    internal static ResourceKey AccessKey(string accessKeyId) =>
        new(StateLayout.Iam.Service, StateLayout.AnyAccount, ResourceKey.Global, StateLayout.Iam.AccessKey, accessKeyId);

    internal static ResourceKey SessionKey(string accessKeyId) =>
        new(StateLayout.Sts.Service, StateLayout.AnyAccount, ResourceKey.Global, StateLayout.Sts.Session, accessKeyId);
}
