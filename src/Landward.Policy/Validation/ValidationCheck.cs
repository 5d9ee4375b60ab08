using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Landward.Policy;

/// <summary>One check of the catalogue: AWS's "IAM policy validation check reference" and Landward's own.</summary>
/// <param name="NotCovered">Why Landward does not make the check; null when it does.</param>
public sealed record ValidationCheck(string IssueCode, ValidationFindingType FindingType, string? NotCovered)
{
    private const string Reference = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html";
    private const string OwnPrefix = "LANDWARD_";

    private static readonly FrozenDictionary<string, ValidationCheck> ByCode = Load();

    /// <summary>Every check, by weight and then in the order of AWS's reference.</summary>
    public static ImmutableArray<ValidationCheck> All { get; } = [.. ByCode.Values.OrderBy(check => check.FindingType).ThenBy(check => check.IssueCode, StringComparer.Ordinal)];

    /// <summary>AWS has no such check.</summary>
    public bool IsOwn => IssueCode.StartsWith(OwnPrefix, StringComparison.Ordinal);

    public string LearnMoreLink => IsOwn ? "docs/access.md#validate" : $"{Reference}#access-analyzer-reference-policy-checks-{Section}-{Slug}";

    private string Section => FindingType switch
    {
        ValidationFindingType.Error => "error",
        ValidationFindingType.SecurityWarning => "security-warning",
        ValidationFindingType.Warning => "general-warning",
        _ => "suggestion",
    };

    private string Slug => IssueCode.ToLowerInvariant().Replace('_', '-');

    internal static ValidationCheck Of(string issueCode) => ByCode[issueCode];

    private static FrozenDictionary<string, ValidationCheck> Load()
    {
        using var stream = typeof(ValidationCheck).Assembly.GetManifestResourceStream("Landward.Policy.Validation.checks.json")!;
        using var document = JsonDocument.Parse(stream);
        var checks = new Dictionary<string, ValidationCheck>(StringComparer.Ordinal);
        foreach (var type in Enum.GetValues<ValidationFindingType>())
        {
            foreach (var check in document.RootElement.GetProperty(type.ApiName()).EnumerateArray())
            {
                var code = check.GetProperty("issueCode").GetString()!;
                checks.Add(code, new ValidationCheck(code, type, check.TryGetProperty("notCovered", out var why) ? why.GetString() : null));
            }
        }
        return checks.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
