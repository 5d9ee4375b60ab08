namespace Landward.Policy;

/// <summary>The data type of a condition key's values.</summary>
public enum ConditionKeyType
{
    String,
    Numeric,
    Date,
    Bool,
    Binary,
    IPAddress,
    Arn,
}

/// <summary>A condition key of the Service Authorization Reference.</summary>
/// <param name="Name">
/// In AWS's case. A part that the caller chooses stands as a placeholder: <c>aws:RequestTag/${TagKey}</c>,
/// <c>s3:ExistingObjectTag/&lt;key&gt;</c>.
/// </param>
/// <param name="Type">The type of one value.</param>
/// <param name="Multivalued">Only set operators (ForAllValues, ForAnyValue) may test the key.</param>
/// <param name="IsGlobal">One of the keys that no single service owns ("AWS global condition context keys").</param>
public sealed record IamConditionKey(string Name, ConditionKeyType Type, bool Multivalued, bool IsGlobal)
{
    private static readonly (string Open, char Close)[] Placeholders = [("${", '}'), ("<", '>')];

    /// <summary>True when the name has a placeholder, so that it stands for many keys.</summary>
    public bool IsTemplate => FirstPlaceholder(Name) is not null;

    /// <summary>The placeholder that comes first, as (start, end); null when the name is complete.</summary>
    internal static (int Start, int End)? FirstPlaceholder(ReadOnlySpan<char> name)
    {
        foreach (var (open, close) in Placeholders)
        {
            var start = name.IndexOf(open, StringComparison.Ordinal);
            var length = start < 0 ? -1 : name[start..].IndexOf(close);
            if (length > 0)
                return (start, start + length + 1);
        }
        return null;
    }
}
