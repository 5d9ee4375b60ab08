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

    /// <summary>Rows of 48 bytes that alarms take; these go beside all else that CloudTrail logs take.</summary>
    private const int MaxAlarmRows = 1_000_000;

    /// <summary>What the heap may take before any of it is given back: no run over an honest organization's logs comes near.</summary>
    private const long MuchMemory = 220L * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly int _workers;
    private long _collected;
    private int _collections;

    public DetectionRun(DetectionOptions options, int workers)
    {
        _workers = workers;
        Room = new EventRoom(options.MaxHeldMatches - Math.Min(options.MaxHeldMatches / 4 * 3, RowsOf(options.Baseline)));
        Findings = new FindingCollector(options, Ledger);
    }

    public MatchLedger Ledger { get; } = new();

    /// <summary>For events whose answer needs the whole run.</summary>
    public EventRoom Room { get; }

    /// <summary>Those that workers have put aside. To be used when workers are done.</summary>
    public FindingCollector Findings { get; }

    /// <summary>For what alarms count and cite.</summary>
    public EventRoom Alarms { get; } = new(MaxAlarmRows);

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

    /// <summary>
    /// Has what is not used any more given back to the system where the heap takes much: tables that grow leave holes, and the collector
    /// keeps them for later. It costs some tenths of a second; after that the heap has to grow by a fifth first. Safe to call from several
    /// threads.
    /// </summary>
    public void GiveBackMemory(long limit = MuchMemory)
    {
        // What the heap takes is known from its last collection on.
        var collections = GC.CollectionCount(0);
        if (Interlocked.Exchange(ref _collections, collections) == collections && limit == MuchMemory)
            return;
        var known = Volatile.Read(ref _collected);
        if (Committed() <= Math.Max(limit, known + (known / 5)) || Interlocked.CompareExchange(ref _collected, long.MaxValue / 2, known) != known)
            return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Volatile.Write(ref _collected, Committed());

        static long Committed() => GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
    }

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
        GiveBackMemory();
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

    /// <summary>What earlier runs learned stays in memory beside what this one learns: as much as so many rows that wait.</summary>
    private static int RowsOf(BaselineHistory history) => (history.Principals.Cost * 2) + (history.Principals.All.Count * 8) + (history.Volumes.Cost * 2) + (history.Volumes.All.Count * 6);
}
