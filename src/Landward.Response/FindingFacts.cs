using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Response;

/// <summary>What a finding says about the things a response acts on: its own facts, and those that follow from its ARNs.</summary>
public static class FindingFacts
{
    /// <summary>Facts by name, such as <c>accessKeyId</c>, <c>userName</c>, <c>roleName</c>, <c>bucketName</c>, <c>securityGroupId</c>, <c>trailName</c>.</summary>
    public static ImmutableSortedDictionary<string, string> Of(Finding finding)
    {
        var facts = finding.Facts.ToBuilder();
        if (Arn.TryParse(finding.Principal, out var principal))
            AddPrincipal(facts, principal);
        foreach (var resource in finding.Resources)
            AddResource(facts, resource);
        return facts.ToImmutable();
    }

    /// <summary>The account the principal belongs to, which is not always the one that recorded the event.</summary>
    internal static string AccountOfPrincipal(Finding finding) =>
        Arn.TryParse(finding.Principal, out var principal) && AccountId.TryParse(principal.Account, out _) ? principal.Account : finding.Account;

    private static void AddPrincipal(ImmutableSortedDictionary<string, string>.Builder facts, Arn arn)
    {
        if (arn is { Service: "iam", Resource: ['u', 's', 'e', 'r', '/', ..] })
            Add(facts, "userName", LastSegment(arn.Resource));
        else if (arn is { Service: "iam", Resource: ['r', 'o', 'l', 'e', '/', ..] })
            Add(facts, "roleName", LastSegment(arn.Resource));
        else if (arn is { Service: "sts" } && arn.Resource.Split('/') is ["assumed-role", var role, ..])
            Add(facts, "roleName", role);
    }

    private static void AddResource(ImmutableSortedDictionary<string, string>.Builder facts, FindingResource resource)
    {
        var name = Arn.TryParse(resource.Id, out var arn) ? arn.Resource : resource.Id;
        switch (resource.Type)
        {
            case "AWS::IAM::AccessKey":
                Add(facts, "accessKeyId", LastSegment(name));
                break;
            case "AWS::IAM::User":
                Add(facts, "userName", LastSegment(name));
                break;
            case "AWS::IAM::Role":
                Add(facts, "roleName", LastSegment(name));
                break;
            case "AWS::S3::Bucket":
                Add(facts, "bucketName", name);
                break;
            case "AWS::EC2::SecurityGroup":
                Add(facts, "securityGroupId", LastSegment(name));
                break;
            case "AWS::CloudTrail::Trail":
                // The ARN itself: a member account sees an organization trail of another account by ARN only.
                Add(facts, "trailName", resource.Id);
                break;
            default:
                break;
        }
    }

    private static void Add(ImmutableSortedDictionary<string, string>.Builder facts, string name, string value)
    {
        if (value.Length > 0)
            facts.TryAdd(name, value);
    }

    private static string LastSegment(string text) => text[(text.LastIndexOf('/') + 1)..];
}
