using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Findings;

/// <summary>A finding as a provider hands it in, the input of <c>BatchImportFindings</c>.</summary>
public sealed record FindingImport
{
    public required Finding Finding { get; init; }

    public required string ProductArn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public RecordState RecordState { get; init; } = RecordState.Active;

    public ComplianceStatus? Compliance { get; init; }

    /// <summary>The five shared fields given at the top level.</summary>
    public ProviderFields TopLevel { get; init; } = ProviderFields.None;

    /// <summary>The five shared fields given under <c>FindingProviderFields</c>.</summary>
    public ProviderFields Provider { get; init; } = ProviderFields.None;

    /// <summary>Honoured for a new finding only, like the three below.</summary>
    public WorkflowStatus Workflow { get; init; } = WorkflowStatus.New;

    public VerificationState Verification { get; init; } = VerificationState.Unknown;

    public FindingNote? Note { get; init; }

    public ImmutableSortedDictionary<string, string> UserDefinedFields { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
