namespace Landward.Access;

/// <summary>How far callers share the value of a condition key.</summary>
internal enum CallerScope
{
    /// <summary>All users and roles of an account.</summary>
    Account,

    /// <summary>The key is the caller's ARN alone.</summary>
    Arn,

    /// <summary>Anything of the caller can matter.</summary>
    Caller,
}

/// <summary>The condition keys whose value can differ between two callers who ask for the same.</summary>
internal static class CallerKeys
{
    public static bool Differs(string key)
    {
        var name = key.ToLowerInvariant();
        return name.StartsWith("aws:principal", StringComparison.Ordinal) || name is "aws:userid" or "aws:username" || IsOfAccount(name);
    }

    public static CallerScope ScopeOf(string key)
    {
        var name = key.ToLowerInvariant();
        return name == "aws:principalarn" ? CallerScope.Arn : IsOfAccount(name) ? CallerScope.Account : CallerScope.Caller;
    }

    // The resource account of an action without resource is the caller's. No user or role is an AWS service.
    private static bool IsOfAccount(string name) => name is
        "aws:principalaccount" or "aws:principalorgid" or "aws:principalorgpaths" or "aws:principalisawsservice" or "kms:calleraccount"
        or "aws:resourceaccount" or "s3:resourceaccount" or "aws:resourceorgid" or "aws:resourceorgpaths";
}
