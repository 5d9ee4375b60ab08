using Landward.Detection.Baselines;

namespace Landward.Detection;

/// <summary>
/// What the workers of a run share: which matches were counted, the room for events that wait, and tables that take over what grows beyond a
/// worker's part of the limits. However many workers there are, the run holds what one of them would, and half as much again.
/// </summary>
internal sealed class DetectionRun
{
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

    /// <summary>Those that workers have put aside. To be used when workers are done.</summary>
    public PrincipalTable Principals { get; } = new();

    /// <summary>Those that workers have put aside. To be used when workers are done.</summary>
    public VolumeTable Volumes { get; } = new();

    /// <summary>A worker's part of a limit: a single one has all of it, of several each needs room beside what they have put aside.</summary>
    private int PartOf(int limit) => _workers == 1 ? limit : Math.Max(1, limit / (2 * _workers));

    public bool MustPutAside(PrincipalTable principals) => _workers > 1 && principals.Exceeds(PartOf(PrincipalTable.MaxPrincipals), PartOf(PrincipalTable.MaxCost));

    public bool MustPutAside(VolumeTable volumes) => _workers > 1 && volumes.Exceeds(PartOf(VolumeTable.MaxSeries), PartOf(VolumeTable.MaxCost));

    public bool MustPutAside(int findings, int maxFindings, long size, int maxSize) => _workers > 1 && (findings > PartOf(maxFindings) || size > PartOf(maxSize));

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
