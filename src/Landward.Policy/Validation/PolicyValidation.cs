using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using Landward.Policy.Validation;

namespace Landward.Policy;

/// <summary>
/// Validates policy documents as IAM Access Analyzer's ValidatePolicy does: grammar and good practice, decided from the document and
/// the embedded facts. Bad input gives findings, never exceptions. Source: "IAM policy validation check reference", IAM User Guide.
/// </summary>
public static class PolicyValidation
{
    /// <summary>The largest AWS managed policy has 139,000; no quota allows more.</summary>
    public const int MaxCharacters = 256 * 1024;

    private static readonly Action<ValidationContext>[] Checks =
    [
        DocumentChecks.Run, StatementChecks.Run, SidChecks.Run, SizeChecks.Run, ActionChecks.Run, ResourceChecks.Run, PrincipalChecks.Run,
        TrustPolicyChecks.Run, TrustConditionChecks.Run, OperatorChecks.Run, ConditionKeyChecks.Run, ConditionValueChecks.Run, AddressChecks.Run,
        IdentifierValueChecks.Run, VariableChecks.Run, SensitiveKeyChecks.Run, KeyCombinationChecks.Run, TagKeyChecks.Run, ServicePrincipalChecks.Run,
        EscalationChecks.Run, ResourceTypeChecks.Run, OrganizationPolicyChecks.Run, RedundancyChecks.Run, WildcardConditionChecks.Run, AbsentKeyChecks.Run,
    ];

    /// <summary>Every finding, the heaviest first and then in the order of the text.</summary>
    /// <param name="text">The JSON text of the policy.</param>
    /// <param name="type">What kind of policy it is to be.</param>
    /// <param name="resourceType">For a resource policy: what it is attached to, when that is known.</param>
    public static ImmutableArray<ValidationFinding> Validate(string text, ValidationPolicyType type, ValidationResourceType? resourceType = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxCharacters)
            return [TooLarge(text.Length, type, resourceType)];
        var reader = new PolicyNodeReader(text);
        if (reader.Read() is not { } root)
            return [SyntaxError(text, reader.ErrorOffset)];
        var context = new ValidationContext(text, root, type, resourceType);
        foreach (var duplicate in reader.Duplicates)
            context.Report("JSON_SYNTAX_ERROR", $"`{duplicate.Name}` stands twice in one element. Merge the two.", PolicyPlace.NameOf(duplicate));
        if (reader.Duplicates.Count == 0)
        {
            foreach (var check in Checks)
                check(context);
        }
        return context.Findings;
    }

    /// <summary>Likewise for UTF-8 bytes; bytes that are no UTF-8 text are a finding.</summary>
    public static ImmutableArray<ValidationFinding> Validate(ReadOnlySpan<byte> utf8, ValidationPolicyType type, ValidationResourceType? resourceType = null)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        if (Utf8.IsValid(utf8))
            return utf8.Length > MaxCharacters * 4 ? [TooLarge(utf8.Length, type, resourceType)] : Validate(Encoding.UTF8.GetString(utf8), type, resourceType);
        var valid = Encoding.UTF8.GetString(utf8);
        return [SyntaxError(valid, Math.Max(0, valid.IndexOf('\uFFFD', StringComparison.Ordinal)))];
    }

    private static ValidationFinding SyntaxError(string text, int offset)
    {
        var span = new LineIndex(text).Span(offset, Math.Min(offset + 1, text.Length));
        var check = ValidationCheck.Of("JSON_SYNTAX_ERROR");
        return new ValidationFinding(
            check.FindingType,
            check.IssueCode,
            $"The text is no JSON that a policy can be: see index {offset}, line {span.Start.Line}, column {span.Start.Column}.",
            check.LearnMoreLink,
            [new ValidationLocation([], span)]);
    }

    private static ValidationFinding TooLarge(int length, ValidationPolicyType type, ValidationResourceType? resourceType)
    {
        var check = ValidationCheck.Of(SizeChecks.IssueCodeOf(type, resourceType));
        return new ValidationFinding(
            ValidationFindingType.Error,
            check.IssueCode,
            $"The document has {length} characters, more than any policy may have. Landward reads at most {MaxCharacters}; nothing else was checked.",
            check.LearnMoreLink,
            []);
    }
}
