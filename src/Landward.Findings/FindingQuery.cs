using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Landward.Model;

namespace Landward.Findings;

public enum FindingOrder
{
    /// <summary>Most severe first, then newest.</summary>
    Severity,

    /// <summary>Last seen first.</summary>
    Newest,
}

/// <summary>Which findings to list. Every given condition must hold; an empty list or null means no condition.</summary>
public sealed record FindingQuery
{
    public Severity? AtLeast { get; init; }

    public ImmutableArray<WorkflowStatus> Workflows { get; init; } = [];

    /// <summary>Active ones by default; null for both.</summary>
    public RecordState? RecordState { get; init; } = Findings.RecordState.Active;

    public string? Account { get; init; }

    public string? Region { get; init; }

    /// <summary>The type, or its beginning when it ends in <c>*</c>.</summary>
    public string? Type { get; init; }

    public string? Principal { get; init; }

    /// <summary>Words to find in id, title, description, type, principal or resources, in any case. At most 200 characters count.</summary>
    public string? Text { get; init; }

    public FindingOrder Order { get; init; } = FindingOrder.Severity;

    /// <summary>1 to 1000; 100 by default.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>The end of the page before; the order must be the same.</summary>
    public FindingCursor? After { get; init; }
}

/// <summary>A place between two findings of an ordered list.</summary>
public sealed record FindingCursor(int Severity, long LastSeen, string Id, string ProductArn)
{
    private const char Separator = '\n';

    /// <summary>Opaque text for the user to hand back.</summary>
    public override string ToString() =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Severity}\n{LastSeen}\n{Id}\n{ProductArn}")));

    public static bool TryParse(string? text, out FindingCursor? cursor)
    {
        cursor = null;
        if (text is null || text.Length > 8192)
            return false;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
            return false;
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(Separator);
        if (parts.Length != 4
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var severity)
            || !long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var lastSeen))
            return false;
        cursor = new FindingCursor(severity, lastSeen, parts[2], parts[3]);
        return true;
    }
}

/// <summary>One page of findings and where the next one starts; null after the last.</summary>
public sealed record FindingPage(ImmutableArray<FindingRecord> Findings, FindingCursor? Next);

/// <summary>How many findings there are, from counters kept with every change.</summary>
/// <param name="BySeverity">Active findings whose workflow status is NEW or NOTIFIED.</param>
/// <param name="ByWorkflow">Active findings.</param>
/// <param name="ByAccount">Active findings whose workflow status is NEW or NOTIFIED.</param>
/// <param name="ByType">Active findings whose workflow status is NEW or NOTIFIED.</param>
public sealed record FindingStatistics(
    long Total,
    long Active,
    ImmutableSortedDictionary<Severity, long> BySeverity,
    ImmutableSortedDictionary<WorkflowStatus, long> ByWorkflow,
    ImmutableSortedDictionary<string, long> ByAccount,
    ImmutableSortedDictionary<string, long> ByType);

/// <summary>What a write did to the store.</summary>
/// <param name="Unchanged">Ignored by the update rules, or nothing new in them.</param>
public readonly record struct FindingChanges(int Created, int Updated, int Unchanged);
