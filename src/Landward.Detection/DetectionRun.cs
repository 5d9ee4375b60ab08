using Landward.Detection.Baselines;
using Landward.Detection.Callers;
using Landward.Detection.VpcFlow;

namespace Landward.Detection;

/// <summary>
/// What the workers of a run share: which matches were counted, the room for events that wait, and tables that take over what grows beyond a
/// worker's part of the limits. However many workers there are, the run holds what one of them would, and a quarter more.
/// </summary>
internal sealed class DetectionRun
{
    /// <summary>Rows of 48 bytes that are remembered of resolver queries.</summary>
    private const int MaxQueryRows = 4_000_000;

    private readonly Lock _lock = new();
    private readonly int _workers;

    public DetectionRun(DetectionOptions options, int workers)
    {
        _workers = workers;
        Room = new EventRoom(options.MaxHeldMatches);
        Findings = new FindingCollector(options, Ledger);
    }

    public MatchLedger Ledger { get; } = new();

    /// <summary>For events whose answer needs the whole run.</summary>
    public EventRoom Room { get; }

    /// <summary>Those that workers have put aside. To be used when workers are done.</summary>
    public FindingCollector Findings { get; }

    /// <summary>For what resolver queries are remembered by.</summary>
    public EventRoom Queries { get; } = new(MaxQueryRows);

    /// <summary>Those that workers have put aside. To be used when workers are done.</summary>
    public PrincipalTable Principals { get; } = new();

    /// <summary>Those that workers have put aside. To be used when workers are done.</summary>
    public VolumeTable Volumes { get; } = new();

    /// <summary>That of flow logs that workers have put aside; null for none. To be used when workers are done.</summary>
    public FlowTraffic? Traffic { get; private set; }

    /// <summary>A worker's part of a limit: a single one has all of it, of several each needs room beside what they have put aside.</summary>
    private int PartOf(int limit) => _workers == 1 ? limit : Math.Max(1, limit / Parts);

    private int Parts => 4 * _workers;

    public bool MustPutAside(PrincipalTable principals) => _workers > 1 && principals.Exceeds(PartOf(PrincipalTable.MaxPrincipals), PartOf(PrincipalTable.MaxCost));

    public bool MustPutAside(VolumeTable volumes) => _workers > 1 && volumes.Exceeds(PartOf(VolumeTable.MaxSeries), PartOf(VolumeTable.MaxCost));

    public bool MustPutAside(int findings, int maxFindings, long size, int maxSize) => _workers > 1 && (findings > PartOf(maxFindings) || size > PartOf(maxSize));

    public bool MustPutAside(FlowTraffic traffic) => _workers > 1 && traffic.Exceeds(Parts);

    /// <summary>Takes what a worker has summed; the worker goes on with another. Safe to call from several threads.</summary>
    public void PutAside(FlowTraffic traffic)
    {
        lock (_lock)
        {
            if (Traffic is null)
                Traffic = traffic;
            else
                Traffic.Merge(traffic);
        }
    }

    public bool MustPutAside(CallerHistory callers) => _workers > 1 && callers.Exceeds(PartOf(CallerHistory.MaxEntries));

    /// <summary>Empties a worker's tables. Safe to call from several threads.</summary>
    public void PutAside(CallerHistory callers)
    {
        lock (_lock)
            Findings.Callers.Take(callers);
    }

    /// <summary>Empties a worker's table. Safe to call from several threads.</summary>
    public void PutAside(PrincipalTable principals)
    {
        lock (_lock)
            Principals.Take(principals);
    }

    /// <summary>Empties a worker's table. Safe to call from several threads.</summary>
    public void PutAside(VolumeTable volumes)
    {
        lock (_lock)
            Volumes.Take(volumes);
    }

    /// <summary>Empties a worker's collector. Safe to call from several threads.</summary>
    public void PutAside(FindingCollector findings)
    {
        lock (_lock)
            Findings.Take(findings);
    }
}
