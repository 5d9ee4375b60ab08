using System.Collections.Immutable;

namespace Landward.Policy;

/// <summary>The condition keys of one request. Key names compare without case. Immutable.</summary>
public sealed class RequestContext
{
    public static readonly RequestContext Empty = new(new Dictionary<string, ContextValue>(StringComparer.OrdinalIgnoreCase));

    private readonly Dictionary<string, ContextValue> _values;

    private RequestContext(Dictionary<string, ContextValue> values) => _values = values;

    public int Count => _values.Count;

    /// <summary>The keys, in no particular order.</summary>
    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>What is known of the key; null when it is absent.</summary>
    public ContextValue? Find(string key) => _values.GetValueOrDefault(key);

    /// <summary>The value to substitute for a policy variable: only a single-valued key that is known has one.</summary>
    internal string? SingleValue(string key) =>
        Find(key) is { Multivalued: false, Knowledge: ContextKnowledge.Known, Values: [var value] } ? value : null;

    /// <summary>Collects condition keys; a later value of a key replaces the earlier one.</summary>
    public sealed class Builder
    {
        private readonly Dictionary<string, ContextValue> _values = new(StringComparer.OrdinalIgnoreCase);

        public Builder Add(string key, string value) => Add(key, ContextValue.Single(value));

        public Builder AddMany(string key, IEnumerable<string> values) => Add(key, ContextValue.Multiple([.. values]));

        public Builder Add(string key, ContextValue value)
        {
            _values[key] = value;
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

        public RequestContext Build() => new(new Dictionary<string, ContextValue>(_values, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>A context of single-valued keys.</summary>
    public static RequestContext Of(params ImmutableArray<(string Key, string Value)> values)
    {
        var builder = new Builder();
        foreach (var (key, value) in values)
            builder.Add(key, value);
        return builder.Build();
    }
}
