using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Landward.Sandbox.Authentication;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Iam;

namespace Landward.Sandbox.Services.Sts;

/// <summary>Temporary credentials a user asks for: for itself, or for a federated user.</summary>
internal static partial class UserSessions
{
    private const int DefaultSeconds = 43200;
    private const int MaxSeconds = 129600;
    private const int RootMaxSeconds = 3600;

    public static JsonObject GetSessionToken(CallContext call, JsonObject input)
    {
        RequireLongTermCredentials(call);
        if (input.Text("SerialNumber") is not null || input.Text("TokenCode") is not null)
            throw new AwsErrorException("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.", 403);
        var duration = DurationOf(call, input);
        var session = new SandboxSession(call.Caller.Type, call.Caller.Account, call.Caller.Arn, call.Caller.PrincipalId) { UserName = call.Caller.UserName };
        return new JsonObject { ["Credentials"] = Describe(call.Credentials.StartSession(call, session, duration)) };
    }

    public static JsonObject GetFederationToken(CallContext call, JsonObject input)
    {
        RequireLongTermCredentials(call);
        var name = input.RequiredText("Name", "ValidationError");
        if (!NamePattern().IsMatch(name))
            throw IamNames.Violation(name, "Name", @"Member must satisfy regular expression pattern: [\w+=,.@-]*");
        var duration = DurationOf(call, input);
        var arn = $"arn:aws:sts::{call.Caller.Account}:federated-user/{name}";
        var id = $"{call.Caller.Account}:{name}";
        var session = new SandboxSession("FederatedUser", call.Caller.Account, arn, id)
        {
            UserName = call.Caller.UserName,
            Policies = SessionPolicies.Read(call, input, call.Caller.Account),
            Tags = SessionPolicies.Tags(input),
        };
        var output = new JsonObject
        {
            ["Credentials"] = Describe(call.Credentials.StartSession(call, session, duration)),
            ["FederatedUser"] = new JsonObject { ["FederatedUserId"] = id, ["Arn"] = arn },
        };
        if (session.Policies.Count > 0)
            output["PackedPolicySize"] = Math.Max(1, session.Policies.Sum(policy => policy.Length) * 100 / 20480);
        return output;
    }

    public static JsonObject Describe(IssuedSession credentials) =>
        new()
        {
            ["AccessKeyId"] = credentials.AccessKeyId,
            ["SecretAccessKey"] = credentials.SecretAccessKey,
            ["SessionToken"] = credentials.SessionToken,
            ["Expiration"] = SandboxTime.Format(credentials.Expiration),
        };

    private static TimeSpan DurationOf(CallContext call, JsonObject input)
    {
        var root = call.Caller.Type == "Root";
        // A longer time asked with root credentials is cut to one hour ("GetSessionToken", AWS STS API reference).
        var asked = SessionPolicies.Duration(input, root ? RootMaxSeconds : DefaultSeconds, MaxSeconds);
        return root && asked.TotalSeconds > RootMaxSeconds ? TimeSpan.FromSeconds(RootMaxSeconds) : asked;
    }

    private static void RequireLongTermCredentials(CallContext call)
    {
        if (call.Caller.Type is not ("IAMUser" or "Root") || call.Caller.ExpiresAt is not null)
            throw new AwsErrorException("AccessDenied", $"Cannot call {call.Operation} with session credentials", 403);
    }

    [GeneratedRegex("^[A-Za-z0-9_+=,.@-]{2,32}$", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();
}
