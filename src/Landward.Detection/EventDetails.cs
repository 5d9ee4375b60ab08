using System.Collections.Immutable;
using System.Text;
using Landward.Model;

namespace Landward.Detection;

/// <summary>What a rule takes from elsewhere in an event: its resources and facts.</summary>
internal sealed record EventDetails(ImmutableArray<FindingResource> Resources, ImmutableArray<(string Name, string Value)> Facts)
{
    public static readonly EventDetails None = new([], []);

    /// <summary>What it costs of the room for events.</summary>
    public int Cost
    {
        get
        {
            var length = 0;
            foreach (var resource in Resources)
                length += 48 + resource.Id.Length;
            foreach (var (_, value) in Facts)
                length += 24 + value.Length;
            return length / 24;
        }
    }
}

/// <summary>The paths of a rule's resources and facts.</summary>
internal sealed class EventDetailPaths(RuleExtension extension)
{
    private const int MaxResources = 50;

    private readonly (string Type, EventPath Path)[] _resources = [.. extension.Resources.Select(resource => (resource.Type, new EventPath(resource.IdPath)))];
    private readonly (string Name, EventPath Path)[] _facts = [.. extension.Facts.Select(fact => (fact.Key, new EventPath(fact.Value)))];

    /// <summary>The rule takes nothing.</summary>
    public bool IsEmpty => _resources.Length == 0 && _facts.Length == 0;

    /// <summary>Equal for events of which the rule takes the same.</summary>
    public ulong Hash(CloudTrailSigmaEvent @event)
    {
        var hash = new HashOfTexts { Hash = (ulong)extension.Resources.Length };
        foreach (var (_, path) in _resources)
            hash.Add(path, @event, MaxResources);
        foreach (var (_, path) in _facts)
            hash.Add(path, @event, 1);
        return hash.Hash;
    }

    public EventDetails Read(CloudTrailSigmaEvent @event)
    {
        if (IsEmpty)
            return EventDetails.None;
        var resources = ImmutableArray.CreateBuilder<FindingResource>();
        var texts = new FirstTexts(new List<string>());
        foreach (var (type, path) in _resources)
        {
            foreach (var id in texts.Of(path, @event, MaxResources))
            {
                var resource = new FindingResource(type, id);
                if (!resources.Contains(resource))
                    resources.Add(resource);
            }
        }
        var facts = ImmutableArray.CreateBuilder<(string, string)>(_facts.Length);
        foreach (var (name, path) in _facts)
        {
            if (texts.Of(path, @event, 1) is [var value])
                facts.Add((name, value));
        }
        return new EventDetails(resources.DrainToImmutable(), facts.DrainToImmutable());
    }

    private struct FirstTexts(List<string> texts) : IEventTexts
    {
        private int _left;

        public List<string> Of(EventPath path, CloudTrailSigmaEvent @event, int limit)
        {
            texts.Clear();
            _left = limit;
            path.Read(@event, ref this);
            return texts;
        }

        public bool Take(ReadOnlySpan<byte> text)
        {
            texts.Add(Encoding.UTF8.GetString(text));
            return --_left > 0;
        }
    }

    private struct HashOfTexts : IEventTexts
    {
        public ulong Hash;
        private int _left;

        public void Add(EventPath path, CloudTrailSigmaEvent @event, int limit)
        {
            _left = limit;
            path.Read(@event, ref this);
            // How many texts there were, lest those of two paths run into each other.
            Hash = KeyedHash.Combine(Hash, (ulong)_left);
        }

        public bool Take(ReadOnlySpan<byte> text)
        {
            Hash = KeyedHash.Combine(Hash, KeyedHash.Of(text));
            return --_left > 0;
        }
    }
}
