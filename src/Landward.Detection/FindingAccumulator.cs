using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Landward.Detection.Callers;
using Landward.Model;
using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>Gathers the matches of one finding. Adding is commutative: the finding is the same in whatever order matches come.</summary>
internal sealed class FindingAccumulator(SigmaHeader header, RuleExtension extension, string key, int maxEvidence) : IComparable<FindingAccumulator>
{
    private const int MaxResources = 50;
    private const int MaxRemembered = 1024;
    private static readonly HashSet<ulong> NoResources = [];

    /// <summary>What findings take, written out, in bytes: the description and all else that every one has, its facts, what it cites.</summary>
    private const int OwnSize = 2500;
    private const int EvidenceSize = 220;
    private const int ResourceSize = 100;
    private const int CallerSize = 60;

    private EvidenceWindow _evidence = new(maxEvidence);
    private FindingResource[] _resources = [];
    private int _resourceCount;
    private int _texts = key.Length;
    private readonly CallerSet _callers = new();
    private FirstMatch _first;
    private long _firstTicks = long.MaxValue;

    /// <summary>Of the resources that events named, those that were added last, as hashes.</summary>
    private HashSet<ulong> _named = NoResources;
    private ulong _lastResources;
    private bool _namesCaller;
    private int _count;
    private bool _hasExcess;
    private Severity? _severity;

    public string Key => key;

    /// <summary>Tells findings apart in the ledger of matches, the same for every worker.</summary>
    public ulong Number { get; } = KeyedHash.Of(key);

    /// <summary>What the finding will take, written out, in bytes: as of the last <see cref="Grow"/>.</summary>
    public int Size { get; private set; }

    /// <summary>How many resources it remembers to have named.</summary>
    public int Remembered => _named.Count;

    /// <summary>Brings <see cref="Size"/> up to date; what it is more than before.</summary>
    public int Grow()
    {
        var before = Size;
        Size = OwnSize + (2 * (_texts + (_hasExcess ? _evidence.Excess : 0))) + (_evidence.Count * EvidenceSize) + (_resourceCount * ResourceSize) + (_callers.Count * CallerSize);
        return Size - before;
    }

    /// <param name="counts">False for an event that was counted before, and comes from another origin.</param>
    public void Add(EventMatch match, bool counts = true)
    {
        var row = EvidenceRow.Of(match.Evidence);
        if (IsFirst(row))
            SetFirst(new FirstMatch(match), row.Ticks);
        _count += counts ? 1 : 0;
        Raise(match.Severity ?? header.Level);
        foreach (var resource in match.Resources)
            Add(resource);
        _callers.Add(match.Caller);
        _hasExcess |= row.Context.Excess > 0;
        _evidence.Add(row);
    }

    /// <summary>Adds an event; allocates only while the finding's description changes.</summary>
    /// <param name="digest">The event's.</param>
    /// <param name="named">The hash of the resources that the event names; zero when the caller is the resource.</param>
    /// <param name="remembers">Whether there is room to remember what was named.</param>
    /// <returns>Whether the finding may take more than before.</returns>
    public bool Add(DetectionRule rule, MatchedEvent matched, EventDigest digest, ulong named, bool counts, bool remembers)
    {
        ref readonly var row = ref digest.Row;
        var isFirst = IsFirst(row);
        // A user's key is a resource of its own; the caller of temporary ones is always the same.
        var resources = named != 0 ? named : digest.LongTermKey;
        var isKnown = resources == 0 ? _namesCaller : resources == _lastResources || _named.Contains(resources);
        if (isFirst || !isKnown)
        {
            _namesCaller |= resources == 0;
            Remember(resources, remembers);
            var details = matched.Details(rule.Extension);
            if (isFirst)
                SetFirst(new FirstMatch(matched.Context, details), row.Ticks);
            if (details.Resources.IsEmpty)
                Add(matched.Context.Resource());
            foreach (var resource in details.Resources)
                Add(resource);
        }
        _count += counts ? 1 : 0;
        Raise(header.Level);
        _hasExcess |= row.Context.Excess > 0;
        var grows = isFirst || !isKnown || _hasExcess || !_evidence.IsFull;
        if (extension.WeighsCaller)
            grows |= _callers.Add(digest.Credentials);
        _evidence.Add(row);
        return grows;
    }

    private void Remember(ulong resources, bool remembers)
    {
        if (_lastResources != 0 && resources != 0 && remembers)
        {
            if (ReferenceEquals(_named, NoResources))
                _named = [];
            else if (_named.Count >= MaxRemembered)
                _named.Clear();
            _named.Add(_lastResources);
        }
        _lastResources = resources == 0 ? _lastResources : resources;
    }

    public void Merge(FindingAccumulator other)
    {
        if (!other._evidence.IsEmpty && IsFirst(other._evidence.First))
            SetFirst(other._first, other._firstTicks);
        _evidence.Merge(other._evidence);
        _hasExcess |= other._hasExcess;
        _callers.Merge(other._callers);
        _count += other._count;
        Raise(other._severity ?? header.Level);
        foreach (var resource in other._resources.AsSpan(0, other._resourceCount))
            Add(resource);
    }

    /// <summary>The most severe first, then by key: which findings are kept when there are too many.</summary>
    public int CompareTo(FindingAccumulator? other) => Compare(Severity, key, other);

    /// <summary>As <see cref="CompareTo"/>, of a finding that may not be worth making.</summary>
    public static int Compare(Severity severity, string key, FindingAccumulator? other)
    {
        var bySeverity = (other?.Severity ?? default).CompareTo(severity);
        return bySeverity != 0 ? bySeverity : string.CompareOrdinal(key, other?.Key);
    }

    /// <summary>The finding; null for one that is not raised about callers who do such work every day.</summary>
    /// <param name="tags">The MITRE tags of rules whose findings are written out already.</param>
    public Finding? ToFinding(CallerHistory callers, Dictionary<SigmaHeader, (ImmutableArray<string> Techniques, ImmutableArray<string> Tactics)> tags)
    {
        var everyday = extension.WeighsCaller && header.Level == Severity.Medium ? _callers.WhyEveryday(callers) : null;
        if (everyday is not null && extension.IsForUnfamiliarCallers)
            return null;
        var first = _first.Read(_evidence.First);
        if (!tags.TryGetValue(header, out var mitre))
            tags.Add(header, mitre = MitreTags.Parse(header.Tags));
        return new Finding
        {
            Id = $"{Slug(header.Id)}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}",
            Type = extension.Type!,
            Title = header.Title,
            Description = everyday is null ? Describe(first) : $"{Describe(first)} Low, because legitimate work does this too, and {everyday}.",
            Severity = everyday is null ? _severity ?? header.Level : Severity.Low,
            Generator = header.Id,
            Techniques = mitre.Techniques,
            Tactics = mitre.Tactics,
            Account = first.Account,
            Region = first.Region,
            Principal = first.Principal,
            Resources = [.. _resources.AsSpan(0, _resourceCount)],
            FirstSeen = first.Evidence.Time,
            LastSeen = _evidence.Last.Time,
            Count = _count,
            Evidence = _evidence.ToEvidence(),
            Facts = first.Facts,
        };
    }

    private Severity Severity => header.Level;

    /// <summary>What a finding says besides its evidence is that of its first event. To be asked before that is among the evidence.</summary>
    private bool IsFirst(in EvidenceRow row) => row.Ticks <= _firstTicks && (_evidence.IsEmpty || row.CompareWhole(_evidence.First) < 0);

    /// <summary>The strongest evidence says how severe the finding is.</summary>
    private void Raise(Severity severity)
    {
        if (_severity is null || severity > _severity)
            _severity = severity;
    }

    private void SetFirst(in FirstMatch first, long ticks)
    {
        _texts += first.Length - _first.Length;
        (_first, _firstTicks) = (first, ticks);
    }

    /// <summary>Of too many, those that come first in their order are kept.</summary>
    private void Add(FindingResource resource)
    {
        var at = Array.BinarySearch(_resources, 0, _resourceCount, resource, ResourceOrder.Instance);
        if (at >= 0 || ~at == MaxResources)
            return;
        if (_resourceCount == MaxResources)
            _texts -= _resources[--_resourceCount].Id.Length;
        if (_resourceCount == _resources.Length)
            Array.Resize(ref _resources, Math.Clamp(_resourceCount * 2, 1, MaxResources));
        Array.Copy(_resources, ~at, _resources, ~at + 1, _resourceCount - ~at);
        _resources[~at] = resource;
        _resourceCount++;
        _texts += resource.Id.Length;
    }

    private string Describe(EventMatch first)
    {
        var description = header.Description.Length == 0 ? header.Title : header.Description.ReplaceLineEndings(" ");
        var seen = first.Why ?? $"Seen: {first.Evidence.EventName} by {first.Principal ?? "an unknown caller"}.";
        return $"{description} {seen}{(extension.Response is { } response ? $" {response.ReplaceLineEndings(" ")}" : string.Empty)}";
    }

    /// <summary>A user's rule may have any text as its id.</summary>
    private static string Slug(string id) =>
        id.Length <= 64 && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_')
            ? id
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..16];

    /// <summary>The first event: first ones come and go, and only the last of them is written out.</summary>
    private readonly struct FirstMatch
    {
        private readonly EventMatch? _match;
        private readonly EventContext? _context;
        private readonly EventDetails? _details;

        public FirstMatch(EventMatch match) => _match = match;

        /// <summary>Of its texts, about.</summary>
        public int Length => _match is not null ? _match.Length : _context is null ? 0 : 24 * (_context.Cost + _details!.Cost);

        public FirstMatch(EventContext context, EventDetails details) => (_context, _details) = (context, details);

        /// <param name="row">The same event's.</param>
        public EventMatch Read(in EvidenceRow row)
        {
            if (_match is not null)
                return _match;
            var evidence = row.ToEvidence();
            return _context!.Match(evidence.EventId, evidence.Time, evidence.Origin, _details!);
        }
    }

    private sealed class ResourceOrder : IComparer<FindingResource>
    {
        public static readonly ResourceOrder Instance = new();

        public int Compare(FindingResource? x, FindingResource? y)
        {
            var byType = string.CompareOrdinal(x?.Type, y?.Type);
            return byType != 0 ? byType : string.CompareOrdinal(x?.Id, y?.Id);
        }
    }
}
