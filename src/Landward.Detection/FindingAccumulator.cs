using System.Security.Cryptography;
using System.Text;
using Landward.Model;
using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>Gathers the matches of one finding. Adding is commutative: the finding is the same in whatever order matches come.</summary>
internal sealed class FindingAccumulator(SigmaHeader header, RuleExtension extension, string key, int maxEvidence) : IComparable<FindingAccumulator>
{
    private const int MaxResources = 50;

    private readonly EvidenceWindow _evidence = new(maxEvidence);
    private readonly SortedSet<FindingResource> _resources = new(ResourceOrder.Instance);
    private int _count;

    public string Key => key;

    /// <summary>Tells findings apart in the ledger of matches, the same for every worker.</summary>
    public ulong Number { get; } = KeyedHash.Of(key);

    public void Add(EventMatch match)
    {
        _count++;
        AddAgain(match);
    }

    /// <summary>Adds an event that was counted before, from another origin.</summary>
    public void AddAgain(EventMatch match)
    {
        _evidence.Add(match);
        foreach (var resource in match.Resources)
            Add(resource);
    }

    public void Merge(FindingAccumulator other)
    {
        _count += other._count;
        _evidence.Merge(other._evidence);
        foreach (var resource in other._resources)
            Add(resource);
    }

    /// <summary>The most severe first, then by key: which findings are kept when there are too many.</summary>
    public int CompareTo(FindingAccumulator? other)
    {
        var bySeverity = (other?.Severity ?? default).CompareTo(Severity);
        return bySeverity != 0 ? bySeverity : string.CompareOrdinal(key, other?.Key);
    }

    public Finding ToFinding()
    {
        var first = _evidence.First;
        var (techniques, tactics) = MitreTags.Parse(header.Tags);
        return new Finding
        {
            Id = $"{Slug(header.Id)}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}",
            Type = extension.Type!,
            Title = header.Title,
            Description = Describe(first),
            Severity = header.Level,
            Generator = header.Id,
            Techniques = techniques,
            Tactics = tactics,
            Account = first.Account,
            Region = first.Region,
            Principal = first.Principal,
            Resources = [.. _resources],
            FirstSeen = first.Evidence.Time,
            LastSeen = _evidence.Last.Evidence.Time,
            Count = _count,
            Evidence = _evidence.ToEvidence(),
            Facts = first.Facts,
        };
    }

    private Severity Severity => header.Level;

    private void Add(FindingResource resource)
    {
        _resources.Add(resource);
        if (_resources.Count > MaxResources)
            _resources.Remove(_resources.Max!);
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
