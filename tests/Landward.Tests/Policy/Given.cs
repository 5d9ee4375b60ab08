using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Tests.Policy;

/// <summary>Short forms for policies and requests.</summary>
internal static class Given
{
    public const string Account = "111122223333";
    public const string OtherAccount = "444455556666";
    public const string User = "arn:aws:iam::111122223333:user/alice";
    public const string Role = "arn:aws:iam::111122223333:role/team/app";
    public const string Session = "arn:aws:sts::111122223333:assumed-role/app/run";

    public static AttachedPolicy Attached(PolicyKind kind, params string[] statements) =>
        new(PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""").Document!, kind.ToString(), kind);

    public static ImmutableArray<AttachedPolicy> Policies(PolicyKind kind, params string[] statements) => [Attached(kind, statements)];

    public static string Allow(string action = "*", string resource = "*", string more = "") => Statement("Allow", action, resource, more);

    public static string Deny(string action = "*", string resource = "*", string more = "") => Statement("Deny", action, resource, more);

    public static PolicyLevel Level(string target, params string[] statements) => new(target, Policies(PolicyKind.ServiceControlPolicy, statements));

    public static Principal Caller(string arn) => Principal.FromArn(arn, arn == Session ? Role : null)!;

    public static AuthorizationRequest Request(string principal, string action, string resource, string? account = Account, params (string, string)[] context) =>
        new(Caller(principal), action, resource, account, RequestContext.Of([.. context]));

    private static string Statement(string effect, string action, string resource, string more) =>
        $$"""{"Effect":"{{effect}}","Action":"{{action}}","Resource":"{{resource}}"{{(more.Length == 0 ? string.Empty : "," + more)}}}""";
}
