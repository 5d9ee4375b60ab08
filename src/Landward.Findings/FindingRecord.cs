using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Findings;

/// <summary>What somebody wrote about a finding.</summary>
public sealed record FindingNote(string Text, string UpdatedBy, DateTimeOffset UpdatedAt);

/// <summary>A finding as the hub keeps it: what was found, and how far it has been handled.</summary>
public sealed record FindingRecord
{
    /// <summary>What was found. Its severity is the one in force, which a customer may have changed.</summary>
    public required Finding Finding { get; init; }

    /// <summary>ARN of the product that found it; with the finding's id it is the identity, as in Security Hub.</summary>
    public required string ProductArn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the provider last changed it; a customer's change does not count.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    public WorkflowStatus Workflow { get; init; } = WorkflowStatus.New;

    public RecordState RecordState { get; init; } = RecordState.Active;

    public ComplianceStatus? Compliance { get; init; }

    public VerificationState Verification { get; init; } = VerificationState.Unknown;

    public FindingNote? Note { get; init; }

    public ImmutableSortedDictionary<string, string> UserDefinedFields { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Values in force. Its severity equals the finding's.</summary>
    public ProviderFields Current { get; init; } = ProviderFields.None;

    /// <summary>Values the provider gave.</summary>
    public ProviderFields Provider { get; init; } = ProviderFields.None;

    public CustomerFields CustomerSet { get; init; }
}
