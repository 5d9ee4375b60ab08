using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Iam;

namespace Landward.Sandbox.Services.Sts;

/// <summary>Policies and tags passed with a request for temporary credentials.</summary>
internal static class SessionPolicies
{
    private const int MaxPolicyLength = 2048;
    private const int MaxPolicyArns = 10;
    private const int MaxTags = 50;

    /// <summary>The documents of Policy and PolicyArns.</summary>
    /// <param name="account">The account whose managed policies may be named: that of the session.</param>
    public static IReadOnlyList<string> Read(CallContext call, JsonObject input, string account)
    {
        var documents = new List<string>();
        if (input.Text("Policy") is { } inline)
        {
            if (inline.Length > MaxPolicyLength)
                throw new AwsErrorException("PackedPolicyTooLarge", "Packed size of session policy exceeds the maximum allowed.", 400);
            IamPolicyText.CheckIdentityPolicy(inline);
            documents.Add(inline);
        }
        var arns = input.Structures("PolicyArns").Select(policy => policy.Text("arn") ?? string.Empty).ToList();
        if (arns.Count > MaxPolicyArns)
            throw IamErrors.Validation($"Member must have length less than or equal to {MaxPolicyArns}");
        foreach (var arn in arns)
        {
            var policy = ManagedPolicies.Find(call with { Account = account }, arn);
            documents.Add((policy is null ? null : ManagedPolicies.DefaultDocument(policy)) ?? throw IamErrors.NoSuchPolicy(arn));
        }
        return documents;
    }

    public static Dictionary<string, string> Tags(JsonObject input)
    {
        var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in input.Structures("Tags"))
        {
            if (!tags.TryAdd(tag.RequiredText("Key", "ValidationError"), tag.Text("Value") ?? string.Empty))
                throw new AwsErrorException("InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive.", 400);
        }
        return tags.Count <= MaxTags ? tags : throw IamErrors.Validation($"Member must have length less than or equal to {MaxTags}");
    }

    /// <summary>The asked duration within bounds, or the default.</summary>
    public static TimeSpan Duration(JsonObject input, int defaultSeconds, int maxSeconds)
    {
        var seconds = input.Number("DurationSeconds") ?? defaultSeconds;
        if (seconds < 900)
            throw IamNames.Violation($"{seconds}", "DurationSeconds", "Member must have value greater than or equal to 900");
        return seconds <= maxSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw IamNames.Violation($"{seconds}", "DurationSeconds", $"Member must have value less than or equal to {maxSeconds}");
    }
}
