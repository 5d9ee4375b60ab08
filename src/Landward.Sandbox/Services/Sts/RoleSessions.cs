using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Landward.Model;
using Landward.Sandbox.Authentication;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Iam;

namespace Landward.Sandbox.Services.Sts;

/// <summary>
/// AssumeRole. Whether the caller may is decided before, by the role's trust policy and the caller's own; a role that is not
/// there is refused in the same words.
/// </summary>
internal static partial class RoleSessions
{
    private const int DefaultSeconds = 3600;
    private const int ChainedSeconds = 3600;
    private const int MaxSeconds = 43200;

    public static JsonObject AssumeRole(CallContext call, JsonObject input)
    {
        var roleArn = input.RequiredText("RoleArn", "ValidationError");
        var sessionName = input.RequiredText("RoleSessionName", "ValidationError");
        if (!SessionNamePattern().IsMatch(sessionName))
            throw IamNames.Violation(sessionName, "RoleSessionName", @"Member must satisfy regular expression pattern: [\w+=,.@-]*");
        if (!Arn.TryParse(roleArn, out var arn) || arn.Service != "iam" || !arn.Resource.StartsWith("role/", StringComparison.Ordinal))
            throw IamErrors.Validation($"{roleArn} is invalid");
        var role = IamRoleDocuments.Table(call, arn.Account).Find(arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..]);
        if (role is null && call.IsPermissive)
            return AssumeMissing(call, input, arn.Account, roleArn);
        // The root user cannot assume roles ("AssumeRole", AWS STS API reference).
        if (role is null || role.Text("Arn") != roleArn || (call.Caller.Type == "Root" && !call.IsPermissive))
            throw Denied(call, roleArn);
        if (input.Text("SerialNumber") is not null || input.Text("TokenCode") is not null)
            throw new AwsErrorException("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.", 403);
        var duration = SessionPolicies.Duration(input, DefaultSeconds, MaxSeconds);
        if (duration.TotalSeconds > role.Number("MaxSessionDuration"))
            throw IamErrors.Validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        if (call.Caller.Type == "AssumedRole" && duration.TotalSeconds > ChainedSeconds)
            throw IamErrors.Validation("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");

        var roleName = role.Text("RoleName")!;
        var roleId = $"{role.Text("RoleId")}:{sessionName}";
        var sessionArn = $"arn:aws:sts::{arn.Account}:assumed-role/{roleName}/{sessionName}";
        var session = new SandboxSession("AssumedRole", arn.Account, sessionArn, roleId)
        {
            RoleArn = roleArn,
            Policies = SessionPolicies.Read(call, input, arn.Account),
            Tags = SessionPolicies.Tags(input),
            SourceIdentity = input.Text("SourceIdentity") ?? call.Caller.SourceIdentity,
        };
        var credentials = call.Credentials.StartSession(call, session, duration);
        IamRoleDocuments.NoteUse(call, arn.Account, roleName);
        var output = new JsonObject
        {
            ["Credentials"] = UserSessions.Describe(credentials),
            ["AssumedRoleUser"] = new JsonObject { ["AssumedRoleId"] = roleId, ["Arn"] = sessionArn },
        };
        if (session.Policies.Count > 0)
            output["PackedPolicySize"] = Math.Max(1, session.Policies.Sum(policy => policy.Length) * 100 / 20480);
        if (session.SourceIdentity is not null)
            output["SourceIdentity"] = session.SourceIdentity;
        return output;
    }

    /// <summary>In permissive mode a role need not exist: its session acts in the account of the ARN.</summary>
    private static JsonObject AssumeMissing(CallContext call, JsonObject input, string account, string roleArn)
    {
        var name = input.RequiredText("RoleSessionName", "ValidationError");
        var id = $"AROA{call.Ids.UpperBase32(17)}:{name}";
        var sessionArn = $"arn:aws:sts::{account}:assumed-role/{roleArn[(roleArn.LastIndexOf('/') + 1)..]}/{name}";
        var credentials = call.Credentials.StartSession(
            call, new SandboxSession("AssumedRole", account, sessionArn, id), SessionPolicies.Duration(input, DefaultSeconds, MaxSeconds));
        return new JsonObject
        {
            ["Credentials"] = UserSessions.Describe(credentials),
            ["AssumedRoleUser"] = new JsonObject { ["AssumedRoleId"] = id, ["Arn"] = sessionArn },
        };
    }

    private static AwsErrorException Denied(CallContext call, string roleArn) =>
        new("AccessDenied", $"User: {call.Caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {roleArn}", 403);

    [GeneratedRegex("^[A-Za-z0-9_+=,.@-]{2,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex SessionNamePattern();
}
