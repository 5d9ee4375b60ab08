using System.Collections.Immutable;

namespace Landward.Policy;

/// <summary>The condition keys of one request. Key names compare without case. Immutable.</summary>
public sealed class RequestContext
{
    public static readonly RequestContext Empty = new([], null, null);

    private readonly Entry[] _entries;

    // Hash of a key -> place in _entries plus one; 0 is free. Open addressing, a power of two, at most half full.
    private readonly int[] _places;
    private readonly ContextValue? _unlisted;
    private readonly ContextKnowledgeRules? _rules;

    private RequestContext(Entry[] entries, ContextValue? unlisted, ContextKnowledgeRules? rules)
    {
        _entries = entries;
        _unlisted = unlisted;
        _rules = rules;
        _places = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(entries.Length * 2) + 1)];
        for (var i = 0; i < entries.Length; i++)
        {
            var place = entries[i].Hash & (_places.Length - 1);
            while (_places[place] != 0)
                place = (place + 1) & (_places.Length - 1);
            _places[place] = i + 1;
        }
    }

    public int Count => _entries.Length;

    /// <summary>The keys, in no particular order.</summary>
    public IEnumerable<string> Keys => _entries.Select(entry => entry.Key);

    /// <summary>What is known of the key; null when it is absent.</summary>
    public ContextValue? Find(string key) => Find(new ContextKey(key));

    internal ContextValue? Find(in ContextKey key)
    {
        var listed = _unlisted;
        for (var place = key.Hash & (_places.Length - 1); _places[place] != 0; place = (place + 1) & (_places.Length - 1))
        {
            ref readonly var entry = ref _entries[_places[place] - 1];
            if (entry.Hash != key.Hash || !string.Equals(entry.Key, key.Name, StringComparison.OrdinalIgnoreCase))
                continue;
            listed = entry.Value;
            break;
        }
        return _rules is null ? listed : _rules.Resolve(key.Name, listed);
    }

    /// <summary>The value to substitute for a policy variable: only a single-valued key that is known has one.</summary>
    internal string? SingleValue(in ContextKey key) =>
        Find(key) is { Multivalued: false, Knowledge: ContextKnowledge.Known, Values: [var value] } ? value : null;

    /// <summary>The key's value, or whether it has one, is not known.</summary>
    internal bool IsUnknown(in ContextKey key) => Find(key) is { Knowledge: not ContextKnowledge.Known };

    /// <summary>Collects condition keys; a later value of a key replaces the earlier one.</summary>
    public sealed class Builder
    {
        private readonly Dictionary<string, ContextValue> _values = new(StringComparer.OrdinalIgnoreCase);
        private ContextValue? _unlisted;
        private ContextKnowledgeRules? _rules;

        public Builder Add(string key, string value) => Add(key, ContextValue.Single(value));

        public Builder AddMany(string key, IEnumerable<string> values) => Add(key, ContextValue.Multiple([.. values]));

        public Builder Add(string key, ContextValue value)
        {
            _values[key] = value;
            return this;
        }

        /// <summary>Nobody knows whether the request carries the keys that are not added; without this they are known to be absent.</summary>
        public Builder UnlistedAreUnknown()
        {
            _unlisted = ContextValue.Unknown(ContextKnowledge.Unknown);
            return this;
        }

        /// <summary>
        /// Takes every key for unknown, added or not, unless a constraint tells what is known of it. For a name the constraint
        /// with that name counts, else the first expression that finds it.
        /// </summary>
        public Builder Constrain(IEnumerable<ContextKeyConstraint> constraints)
        {
            _rules = new ContextKnowledgeRules(constraints);
            return this;
        }

        /// <summary>
        /// Adds the keys that follow from who calls: aws:PrincipalArn, aws:PrincipalAccount, aws:PrincipalType, aws:userid,
        /// aws:username, aws:PrincipalIsAWSService. Source: "AWS global condition context keys", IAM User Guide.
        /// </summary>
        public Builder AddPrincipal(Principal principal)
        {
            Add("aws:PrincipalType", principal.ContextType);
            Add("aws:userid", principal.UserId ?? principal.DefaultUserId);
            if (principal.Kind == PrincipalKind.Anonymous)
                return this;
            Add("aws:PrincipalIsAWSService", principal.Kind == PrincipalKind.Service ? "true" : "false");
            if (principal.Kind == PrincipalKind.Service)
                return Add("aws:PrincipalServiceName", principal.Arn).AddMany("aws:PrincipalServiceNamesList", [principal.Arn]);
            if (principal.Account.Length > 0)
                Add("aws:PrincipalAccount", principal.Account);
            if (principal.Kind != PrincipalKind.Federated)
                Add("aws:PrincipalArn", principal.ContextArn);
            if (principal.Kind == PrincipalKind.User)
                Add("aws:username", principal.Name);
            return this;
        }

        public RequestContext Build() =>
            new([.. _values.Select(pair => new Entry(pair.Key, new ContextKey(pair.Key).Hash, pair.Value))], _unlisted, _rules);
    }

    /// <summary>A context of single-valued keys.</summary>
    public static RequestContext Of(params ImmutableArray<(string Key, string Value)> values)
    {
        var builder = new Builder();
        foreach (var (key, value) in values)
            builder.Add(key, value);
        return builder.Build();
    }

    private readonly record struct Entry(string Key, int Hash, ContextValue Value);
}

/// <summary>A key's name with its hash, so that a compiled policy hashes each name once and not once a request.</summary>
internal readonly struct ContextKey(string name)
{
    public string Name { get; } = name;

    public int Hash { get; } = string.GetHashCode(name, StringComparison.OrdinalIgnoreCase);
}
