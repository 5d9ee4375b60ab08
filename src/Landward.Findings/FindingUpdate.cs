using System.Collections.Immutable;

namespace Landward.Findings;

/// <summary>A customer's change to a finding, the input of <c>BatchUpdateFindings</c>. Null leaves a field as it is.</summary>
public sealed record FindingUpdate
{
    public WorkflowStatus? Workflow { get; init; }

    public VerificationState? Verification { get; init; }

    public FindingNote? Note { get; init; }

    public ImmutableSortedDictionary<string, string>? UserDefinedFields { get; init; }

    public ProviderFields Fields { get; init; } = ProviderFields.None;
}
