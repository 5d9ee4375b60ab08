using System.Text.Json;
using Landward.Model;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Trails;

/// <summary>Writes the <c>userIdentity</c> element. Source: "CloudTrail userIdentity element", CloudTrail User Guide.</summary>
internal static class UserIdentityElement
{
    public static void Write(Utf8JsonWriter writer, Caller caller)
    {
        writer.WriteStartObject("userIdentity");
        switch (caller.Type)
        {
            case "AWSService":
                writer.WriteString("type", caller.Type);
                writer.WriteString("invokedBy", caller.Arn);
                break;
            case "Anonymous":
                WriteForeign(writer, string.Empty, "ANONYMOUS_PRINCIPAL");
                break;
            default:
                WriteOwn(writer, caller);
                break;
        }
        writer.WriteEndObject();
    }

    /// <summary>The caller as the account of an assumed role sees it.</summary>
    public static void WriteAsForeignAccount(Utf8JsonWriter writer, Caller caller)
    {
        writer.WriteStartObject("userIdentity");
        WriteForeign(writer, caller.PrincipalId, caller.Account);
        writer.WriteEndObject();
    }

    /// <summary>What LookupEvents calls the user name: of a role session its session name.</summary>
    public static string? UserName(Caller caller) => caller.Type switch
    {
        "Root" => "root",
        "AssumedRole" or "FederatedUser" => caller.PrincipalId.Split(':', 2) is [_, var name] ? name : null,
        _ => caller.UserName,
    };

    private static void WriteForeign(Utf8JsonWriter writer, string principalId, string account)
    {
        writer.WriteString("type", "AWSAccount");
        writer.WriteString("principalId", principalId);
        writer.WriteString("accountId", account);
    }

    private static void WriteOwn(Utf8JsonWriter writer, Caller caller)
    {
        writer.WriteString("type", caller.Type);
        writer.WriteString("principalId", caller.PrincipalId);
        writer.WriteString("arn", caller.Arn);
        writer.WriteString("accountId", caller.Account);
        if (caller.AccessKeyId is not null)
            writer.WriteString("accessKeyId", caller.AccessKeyId);
        if (caller is { Type: "IAMUser", UserName: not null })
            writer.WriteString("userName", caller.UserName);
        if (caller.IssuedAt is { } issued)
            WriteSessionContext(writer, caller, issued);
    }

    private static void WriteSessionContext(Utf8JsonWriter writer, Caller caller, DateTimeOffset issued)
    {
        writer.WriteStartObject("sessionContext");
        if (caller.RoleArn is { } roleArn)
        {
            writer.WriteStartObject("sessionIssuer");
            writer.WriteString("type", "Role");
            writer.WriteString("principalId", caller.PrincipalId.Split(':', 2)[0]);
            writer.WriteString("arn", roleArn);
            writer.WriteString("accountId", caller.Account);
            writer.WriteString("userName", Arn.TryParse(roleArn, out var arn) ? arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..] : roleArn);
            writer.WriteEndObject();
        }
        writer.WriteStartObject("attributes");
        writer.WriteString("creationDate", SandboxTime.Format(issued));
        writer.WriteString("mfaAuthenticated", caller.MfaAuthenticated == true ? "true" : "false");
        writer.WriteEndObject();
        if (caller.SourceIdentity is not null)
            writer.WriteString("sourceIdentity", caller.SourceIdentity);
        writer.WriteEndObject();
    }
}
