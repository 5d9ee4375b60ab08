namespace Landward.Findings;

/// <summary>
/// Security Hub's rules for what an import or an update does to a stored finding, as pure functions. Source: "BatchImportFindings"
/// and "BatchUpdateFindings", API Reference, and "Using FindingProviderFields", Security Hub User Guide.
/// </summary>
public static class FindingLifecycle
{
    /// <summary>
    /// What the store holds after an import. The stored record itself comes back when the import is ignored: its
    /// <see cref="FindingImport.UpdatedAt"/> must be later than the stored one.
    /// </summary>
    public static FindingRecord Import(FindingRecord? stored, FindingImport import)
    {
        if (stored is null)
            return Create(import);
        if (import.UpdatedAt <= stored.UpdatedAt)
            return stored;
        var (current, provider) = Merge(stored, import);
        return stored with
        {
            Finding = import.Finding with { Severity = current.Severity ?? import.Finding.Severity },
            UpdatedAt = import.UpdatedAt,
            RecordState = import.RecordState,
            Compliance = import.Compliance,
            Current = current,
            Provider = provider,
            Workflow = Reopens(stored, import.RecordState, import.Compliance) ? WorkflowStatus.New : stored.Workflow,
        };
    }

    /// <summary>What the store holds after a customer's update, which never changes <see cref="FindingRecord.UpdatedAt"/>.</summary>
    public static FindingRecord Update(FindingRecord stored, FindingUpdate update)
    {
        var fields = update.Fields;
        var current = Overlay(stored.Current, fields);
        return stored with
        {
            Finding = stored.Finding with { Severity = current.Severity ?? stored.Finding.Severity },
            Workflow = update.Workflow ?? stored.Workflow,
            Verification = update.Verification ?? stored.Verification,
            Note = update.Note ?? stored.Note,
            UserDefinedFields = update.UserDefinedFields ?? stored.UserDefinedFields,
            Current = current,
            CustomerSet = stored.CustomerSet | Given(fields),
        };
    }

    /// <summary>Whether a finding that somebody had notified or resolved needs attention again. SUPPRESSED stays.</summary>
    internal static bool Reopens(FindingRecord stored, RecordState recordState, ComplianceStatus? compliance) =>
        stored.Workflow is WorkflowStatus.Notified or WorkflowStatus.Resolved
        && ((stored.RecordState == RecordState.Archived && recordState == RecordState.Active)
            || (stored.Compliance == ComplianceStatus.Passed
                && compliance is ComplianceStatus.Failed or ComplianceStatus.Warning or ComplianceStatus.NotAvailable));

    private static FindingRecord Create(FindingImport import)
    {
        // For a new finding the provider's value fills both places, a top-level value stands in where it gave none.
        var fields = Overlay(import.TopLevel, import.Provider);
        fields = fields with { Severity = fields.Severity ?? import.Finding.Severity };
        return new FindingRecord
        {
            Finding = import.Finding with { Severity = fields.Severity.Value },
            ProductArn = import.ProductArn,
            CreatedAt = import.CreatedAt,
            UpdatedAt = import.UpdatedAt,
            Workflow = import.Workflow,
            RecordState = import.RecordState,
            Compliance = import.Compliance,
            Verification = import.Verification,
            Note = import.Note,
            UserDefinedFields = import.UserDefinedFields,
            Current = fields,
            Provider = fields,
        };
    }

    private static (ProviderFields Current, ProviderFields Provider) Merge(FindingRecord stored, FindingImport import)
    {
        // One of the two fills both places; with both given each goes where it belongs.
        var top = Overlay(import.Provider, import.TopLevel);
        var provider = Overlay(import.TopLevel, import.Provider);
        var customer = stored.CustomerSet;
        var allowed = new ProviderFields
        {
            Confidence = customer.HasFlag(CustomerFields.Confidence) ? null : top.Confidence,
            Criticality = customer.HasFlag(CustomerFields.Criticality) ? null : top.Criticality,
            RelatedFindings = customer.HasFlag(CustomerFields.RelatedFindings) ? null : top.RelatedFindings,
            Severity = customer.HasFlag(CustomerFields.Severity) ? null : top.Severity,
            Types = customer.HasFlag(CustomerFields.Types) ? null : top.Types,
        };
        return (Overlay(stored.Current, allowed), Overlay(stored.Provider, provider));
    }

    private static ProviderFields Overlay(ProviderFields below, ProviderFields above) => new()
    {
        Confidence = above.Confidence ?? below.Confidence,
        Criticality = above.Criticality ?? below.Criticality,
        RelatedFindings = above.RelatedFindings ?? below.RelatedFindings,
        Severity = above.Severity ?? below.Severity,
        Types = above.Types ?? below.Types,
    };

    private static CustomerFields Given(ProviderFields fields) =>
        (fields.Confidence is null ? CustomerFields.None : CustomerFields.Confidence)
        | (fields.Criticality is null ? CustomerFields.None : CustomerFields.Criticality)
        | (fields.RelatedFindings is null ? CustomerFields.None : CustomerFields.RelatedFindings)
        | (fields.Severity is null ? CustomerFields.None : CustomerFields.Severity)
        | (fields.Types is null ? CustomerFields.None : CustomerFields.Types);
}
