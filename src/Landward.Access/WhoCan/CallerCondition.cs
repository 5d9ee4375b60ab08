using Landward.Policy;

namespace Landward.Access;

/// <summary>A condition whose outcome can differ between callers.</summary>
internal sealed class CallerCondition(PolicyStatement statement, int index, string key, CallerScope scope)
{
    private static readonly char[] Wildcards = ['*', '?'];

    // Per value the texts between its wildcards: a caller's ARN that lacks one of them does not match the value.
    private readonly string[][] _literals =
        [.. statement.ConditionsOf()[index].Values.Select(value => value.Split(Wildcards, StringSplitOptions.RemoveEmptyEntries))];

    // The outcome for an ARN that matches no value; 0 until it is known.
    private int _unmatched;

    public string Key { get; } = key;

    public CallerScope Scope { get; } = scope;

    /// <summary>A number per outcome, below every document id.</summary>
    public int Outcome(RequestContext context) => statement.ConditionHolds(index, context) switch { true => -2, false => -3, null => -4 };

    /// <summary>The outcome of a condition on the caller's ARN. Most callers match no value, and all of those have the same outcome.</summary>
    public int OutcomeOfArn(string arn)
    {
        if (MayMatch(arn))
            return Outcome(RequestContext.Of((Key, arn)));
        if (_unmatched == 0)
            _unmatched = Outcome(RequestContext.Of((Key, arn)));
        return _unmatched;
    }

    private bool MayMatch(string arn)
    {
        foreach (var literals in _literals)
        {
            if (ContainsAll(arn, literals))
                return true;
        }
        return false;
    }

    // Without case, so that operators that ignore it are not missed.
    private static bool ContainsAll(string arn, string[] literals)
    {
        for (var i = literals.Length - 1; i >= 0; i--)
        {
            if (!arn.Contains(literals[i], StringComparison.OrdinalIgnoreCase))
                return false;
        }
        return true;
    }
}
