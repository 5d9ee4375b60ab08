using System.Diagnostics.CodeAnalysis;

namespace Landward.Model;

/// <summary>An AWS account id: exactly 12 digits, leading zeros kept.</summary>
public readonly record struct AccountId : IComparable<AccountId>
{
    private readonly string? _value;

    private AccountId(string value) => _value = value;

    /// <summary>The 12 digits; empty for <c>default</c>.</summary>
    public string Value => _value ?? string.Empty;

    public static AccountId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"`{text}` is not an AWS account id (12 digits).");

    public static bool TryParse([NotNullWhen(true)] string? text, out AccountId id)
    {
        var valid = text is { Length: 12 } && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
        id = valid ? new AccountId(text!) : default;
        return valid;
    }

    public int CompareTo(AccountId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
