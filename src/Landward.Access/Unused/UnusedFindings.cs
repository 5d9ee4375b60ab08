using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access;

/// <summary>Unused access as the hub keeps findings.</summary>
public static class UnusedFindings
{
    /// <summary>The generator that all of them name.</summary>
    public const string Generator = "unused-access";

    /// <param name="options">The tracking period, for the description.</param>
    public static Finding ToFinding(this UnusedAccess unused, UnusedAccessOptions options)
    {
        var isRole = unused.Principal.Principal.Kind == PrincipalKind.Role;
        return new Finding
        {
            Id = Id(unused),
            Type = $"UnusedAccess:{(isRole ? "IAMRole" : "IAMUser")}/{unused.FindingType}",
            Title = Title(unused),
            Description = string.Create(CultureInfo.InvariantCulture, $"{Title(unused)} from {options.Start:yyyy-MM-dd} to {options.End:yyyy-MM-dd}. {Advice(unused)}"),
            Severity = unused is UnusedPermission ? Severity.Low : Severity.Medium,
            Generator = Generator,
            Account = unused.Principal.Account,
            Region = "us-east-1",
            Principal = unused.Principal.Arn,
            Resources = [new FindingResource(isRole ? "AWS::IAM::Role" : "AWS::IAM::User", unused.Principal.Arn)],
            FirstSeen = options.End,
            LastSeen = options.End,
            Facts = Facts(unused),
        };
    }

    /// <summary>One sentence without a full stop.</summary>
    public static string Title(UnusedAccess unused) => unused switch
    {
        UnusedIamRole => $"Role {unused.Principal.Principal.Name} was not used",
        UnusedIamUserAccessKey key => $"Access key {key.AccessKeyId} of {unused.Principal.Principal.Name} was not used",
        UnusedIamUserPassword => $"The password of {unused.Principal.Principal.Name} was not used",
        UnusedPermission { Actions.IsEmpty: true } permission => $"{unused.Principal.Principal.Name} did not use {permission.ServiceNamespace}",
        UnusedPermission permission => $"{unused.Principal.Principal.Name} did not use {permission.Actions.Length} actions of {permission.ServiceNamespace}",
        _ => throw new ArgumentOutOfRangeException(nameof(unused), unused.GetType(), null),
    };

    private static string Advice(UnusedAccess unused) => unused switch
    {
        UnusedIamRole => "Delete it when nobody needs it.",
        UnusedIamUserAccessKey => "Deactivate it, then delete it.",
        UnusedIamUserPassword => "Remove the login profile.",
        _ => $"The policy that the history justifies: landward access unused --policy {unused.Principal.Arn}",
    };

    private static ImmutableSortedDictionary<string, string> Facts(UnusedAccess unused)
    {
        var facts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        facts["findingType"] = unused.FindingType;
        facts[unused.Principal.Principal.Kind == PrincipalKind.Role ? "roleName" : "userName"] = unused.Principal.Principal.Name;
        if (unused.LastAccessed is { } last)
            facts["lastAccessed"] = last.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        if (unused is UnusedIamUserAccessKey key)
            facts["accessKeyId"] = key.AccessKeyId;
        if (unused is UnusedPermission permission)
        {
            facts["serviceNamespace"] = permission.ServiceNamespace;
            facts["actions"] = string.Join(',', permission.Actions);
        }
        return facts.ToImmutable();
    }

    private static string Id(UnusedAccess unused)
    {
        var subject = unused switch { UnusedIamUserAccessKey key => key.AccessKeyId, UnusedPermission permission => permission.ServiceNamespace, _ => string.Empty };
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{unused.FindingType}\n{unused.Principal.Arn}\n{subject}"));
        return Generator + "/" + Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }
}
