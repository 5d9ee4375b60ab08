using System.Text;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>
/// The credential report: one CSV line per user, root first, cached for four hours. Columns as in "Getting credential reports for
/// your AWS account", IAM User Guide.
/// </summary>
internal static class CredentialReports
{
    private const string OnlyId = "credential-report";
    private const string Header =
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,"
        + "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
        + "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,"
        + "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(4);

    public static JsonObject GenerateCredentialReport(CallContext call, JsonObject input)
    {
        if (Table(call).Find(OnlyId) is { } existing && call.Now - SandboxTime.Parse(existing.Text("GeneratedTime")!) < Lifetime)
            return new JsonObject { ["State"] = "COMPLETE" };
        var lines = IamUsers.Users(call).List().Select(entry => Line(call, entry.Value)).Prepend(RootLine(call)).Prepend(Header);
        Table(call).Put(OnlyId, new JsonObject
        {
            ["GeneratedTime"] = SandboxTime.Format(call.Now),
            ["Content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join('\n', lines))),
        });
        return new JsonObject { ["State"] = "STARTED", ["Description"] = "No report exists. Starting a new report generation task" };
    }

    public static JsonObject GetCredentialReport(CallContext call, JsonObject input)
    {
        var report = Table(call).Find(OnlyId) ?? throw new AwsErrorException("ReportNotPresent", "No report exists", 410);
        if (call.Now - SandboxTime.Parse(report.Text("GeneratedTime")!) >= Lifetime)
            throw new AwsErrorException("ReportExpired", "The report has expired. Generate a new one.", 410);
        return new JsonObject { ["Content"] = report.Text("Content"), ["ReportFormat"] = "text/csv", ["GeneratedTime"] = report.Text("GeneratedTime") };
    }

    private static string RootLine(CallContext call)
    {
        var created = Organizations.OrganizationState.AccountsOf(call).Find(call.Account)?.Text("CreatedTimestamp") ?? "N/A";
        return string.Join(
            ',',
            new[] { KeyOwner.Root, $"arn:aws:iam::{call.Account}:root", Time(created), "not_supported", "no_information", "not_supported", "not_supported", "false" }
                .Concat(Keys(call, new KeyOwner((string?)null).KeyIds(call)))
                .Concat(["false", "N/A", "false", "N/A"]));
    }

    private static string Line(CallContext call, JsonObject user)
    {
        var name = user.Text("UserName")!;
        var changed = LoginProfiles.LastChanged(call, name);
        var maxAge = PasswordPolicies.Find(call)?.Number("MaxPasswordAge");
        var rotation = changed is not null && maxAge is not null ? Time(SandboxTime.Format(SandboxTime.Parse(changed).AddDays(maxAge.Value))) : "N/A";
        return string.Join(
            ',',
            new[]
            {
                name, user.Text("Arn")!, Time(user.Text("CreateDate")!), changed is null ? "false" : "true", changed is null ? "N/A" : "no_information",
                changed is null ? "N/A" : Time(changed), rotation, "false",
            }
            .Concat(Keys(call, user.Texts(Layout.AccessKeyIds)))
            .Concat(["false", "N/A", "false", "N/A"]));
    }

    private static IEnumerable<string> Keys(CallContext call, IReadOnlyList<string> ids)
    {
        var lastUsed = call.TableOf(Layout.Service, StateLayout.AnyAccount, ResourceKey.Global, Layout.AccessKeyLastUsed);
        for (var i = 0; i < IamQuotas.AccessKeysPerUser; i++)
        {
            var key = i < ids.Count ? AccessKeys.Table(call).Find(ids[i]) : null;
            var used = key is null ? null : lastUsed.Find(ids[i]);
            yield return key?.Text("Status") == "Active" ? "true" : "false";
            yield return Time(key?.Text("CreateDate") ?? "N/A");
            yield return Time(used?.Text("LastUsedDate") ?? "N/A");
            yield return used?.Text("Region") ?? "N/A";
            yield return used?.Text("ServiceName") ?? "N/A";
        }
    }

    /// <summary>The report writes UTC as an offset.</summary>
    private static string Time(string time) => time.Replace("Z", "+00:00", StringComparison.Ordinal);

    private static ResourceTable Table(CallContext call) => call.GlobalTable("credential-report");
}
