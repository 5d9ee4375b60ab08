using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>What policies say about who calls: everything by which they could tell two callers apart.</summary>
internal sealed class CallerTraits
{
    private readonly SortedSet<string> _accounts = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _principals = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _federated = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _services = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<string>> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Accounts named anywhere, 12 digits.</summary>
    public IReadOnlyCollection<string> Accounts => _accounts;

    /// <summary>ARNs of users, roles and sessions in Principal elements.</summary>
    public IReadOnlyCollection<string> Principals => _principals;

    public IReadOnlyCollection<string> Federated => _federated;

    public IReadOnlyCollection<string> Services => _services;

    public static CallerTraits Of(IEnumerable<PolicyStatement> statements)
    {
        var traits = new CallerTraits();
        foreach (var statement in statements)
        {
            foreach (var principal in statement.PrincipalsOf())
                traits.Add(principal);
            foreach (var condition in statement.ConditionsOf())
                traits.Add(condition);
            foreach (var key in statement.KeysOf())
                traits.ValuesFor(key);
        }
        return traits;
    }

    /// <summary>Some policy asks for the key.</summary>
    public bool Mentions(string key) => _values.ContainsKey(key);

    /// <summary>The values policies compare the key with.</summary>
    public IReadOnlyCollection<string> Values(string key) => _values.TryGetValue(key, out var values) ? values : ImmutableArray<string>.Empty;

    private void Add(StatementPrincipal principal)
    {
        switch (principal.Type)
        {
            case "Federated":
                _federated.Add(principal.Value);
                break;
            case "Service":
                _services.Add(principal.Value);
                break;
            case "AWS" when Principal.FromArn(principal.Value) is { } named:
                _accounts.Add(named.Account);
                if (named.Kind != PrincipalKind.Root)
                    _principals.Add(principal.Value);
                break;
            case "AWS" when AccountId.TryParse(principal.Value, out _):
                _accounts.Add(principal.Value);
                break;
        }
    }

    private void Add(StatementCondition condition)
    {
        var values = ValuesFor(condition.Key);
        foreach (var value in condition.Values.Where(value => !value.Contains("${", StringComparison.Ordinal)))
        {
            values.Add(value);
            if (AccountId.TryParse(value, out _))
                _accounts.Add(value);
            else if (value.StartsWith("arn:", StringComparison.Ordinal) && value.Split(':', 6) is [_, _, _, _, var account, _] && AccountId.TryParse(account, out _))
                _accounts.Add(account);
        }
    }

    private SortedSet<string> ValuesFor(string key)
    {
        if (!_values.TryGetValue(key, out var values))
            _values[key] = values = new SortedSet<string>(StringComparer.Ordinal);
        return values;
    }
}
