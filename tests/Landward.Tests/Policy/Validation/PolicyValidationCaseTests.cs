using System.Text.Json;
using Landward.Policy;

namespace Landward.Tests.Policy.Validation;

/// <summary>
/// cases.json: for every check a policy it finds and one it does not. Source of what a check means: "IAM policy validation check
/// reference", IAM User Guide.
/// </summary>
public sealed class PolicyValidationCaseTests
{
    private static readonly ValidationCase[] Cases = Load();

    public static TheoryData<int, string> Names()
    {
        var data = new TheoryData<int, string>();
        for (var i = 0; i < Cases.Length; i++)
            data.Add(i, $"{Cases[i].IssueCode} {(Cases[i].Found ? "found" : "not found")}");
        return data;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Case(int index, string name)
    {
        var one = Cases[index];
        var findings = PolicyValidation.Validate(one.Policy, one.PolicyType, one.ResourceType);
        findings.Any(finding => finding.IssueCode == one.IssueCode).ShouldBe(
            one.Found, $"{name}: {one.Policy}{Environment.NewLine}{string.Join(Environment.NewLine, findings.Select(finding => $"{finding.IssueCode} {finding.FindingDetails}"))}");
        foreach (var location in findings.SelectMany(finding => finding.Locations))
        {
            location.Span.Start.Offset.ShouldBeInRange(0, one.Policy.Length);
            location.Span.End.Offset.ShouldBeInRange(location.Span.Start.Offset, one.Policy.Length);
        }
    }

    [Fact]
    public void Every_covered_check_has_a_policy_it_finds_and_one_it_does_not()
    {
        // Sizes are tested with documents too long for the file.
        var covered = ValidationCheck.All.Where(check => check.NotCovered is null && !check.IssueCode.StartsWith("POLICY_SIZE_", StringComparison.Ordinal)).Select(check => check.IssueCode).ToList();
        covered.Except(Cases.Where(one => one.Found).Select(one => one.IssueCode)).ShouldBeEmpty();
        covered.Except(Cases.Where(one => !one.Found).Select(one => one.IssueCode)).ShouldBeEmpty();
    }

    private static ValidationCase[] Load()
    {
        using var stream = typeof(PolicyValidationCaseTests).Assembly.GetManifestResourceStream("validation-cases.json")!;
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static ValidationCase Read(JsonElement element)
    {
        ValidationTypeNames.TryParse(element.GetProperty("policyType").GetString(), out ValidationPolicyType policyType).ShouldBeTrue();
        ValidationResourceType? resourceType = element.TryGetProperty("resourceType", out var name) && ValidationTypeNames.TryParse(name.GetString(), out ValidationResourceType parsed) ? parsed : null;
        var policy = element.GetProperty("policy");
        return new ValidationCase(
            element.GetProperty("issueCode").GetString()!, policyType, resourceType, policy.ValueKind == JsonValueKind.String ? policy.GetString()! : policy.GetRawText(), element.GetProperty("found").GetBoolean());
    }

    private sealed record ValidationCase(string IssueCode, ValidationPolicyType PolicyType, ValidationResourceType? ResourceType, string Policy, bool Found);
}
