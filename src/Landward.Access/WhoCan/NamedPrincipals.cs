using Landward.Model;
using Landward.Policy;

namespace Landward.Access;

/// <summary>Whom the statements of a resource's policy that name the action speak of.</summary>
internal sealed class NamedPrincipals
{
    private readonly HashSet<string> _arns = new(StringComparer.Ordinal);
    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sessionRoles = new(StringComparer.Ordinal);
    private readonly Numbering _classes = new();

    public NamedPrincipals(RelevantDocument? policy)
    {
        foreach (var statement in policy?.Statements ?? [])
        {
            var allows = statement.Effect == Effect.Allow;
            foreach (var (type, value) in statement.PrincipalsOf())
                Add(type, value, allows && !statement.HasNotPrincipal());
            // Allow with NotPrincipal grants to everyone else.
            AllowsEveryone |= allows && statement.HasNotPrincipal();
        }
    }

    /// <summary>Some Allow is for <c>*</c>, or for everyone but a few.</summary>
    public bool AllowsEveryone { get; private set; }

    /// <summary>Values of Allow statements other than <c>*</c>, with their type.</summary>
    public HashSet<StatementPrincipal> Allowed { get; } = [];

    /// <summary>How a caller is named: 0 when it is not, the same number for all whose account alone is named, a number of its own when itself is.</summary>
    public int ClassOf(AccessPrincipal caller)
    {
        if (_arns.Count == 0)
            return 0;
        var isNamed = _arns.Contains(caller.Arn)
            || (caller.Principal.UniqueId is { } id && _arns.Contains(id))
            || (_sessionRoles.Count > 0 && _sessionRoles.Contains($"{caller.Account}/{caller.Principal.Name}"));
        if (isNamed)
            return _classes.Of(caller.Arn);
        return _accounts.Contains(caller.Account) ? _classes.Of(caller.Account) : 0;
    }

    /// <summary>False when no Allow can reach the caller, so that only its own policies count.</summary>
    public bool MayGrant(int callerClass) => AllowsEveryone || callerClass != 0;

    private void Add(string type, string value, bool allowed)
    {
        if (type == "AWS" && value == "*")
        {
            AllowsEveryone |= allowed;
            return;
        }
        if (allowed)
            Allowed.Add(new StatementPrincipal(type, value));
        if (type != "AWS")
            return;
        _arns.Add(value);
        if (AccountId.TryParse(value, out _))
            _accounts.Add(value);
        else if (Principal.FromArn(value) is { Kind: PrincipalKind.Root } root)
            _accounts.Add(root.Account);
        else if (Principal.FromArn(value) is { Kind: PrincipalKind.RoleSession } session)
            _sessionRoles.Add($"{session.Account}/{session.Name}");
    }
}
