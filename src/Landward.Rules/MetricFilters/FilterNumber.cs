using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Landward.Rules.MetricFilters;

/// <summary>Numbers of patterns and of events.</summary>
internal static class FilterNumber
{
    private const int MaxLength = 64;
    private static readonly SearchValues<byte> Characters = SearchValues.Create("0123456789+-.eE"u8);

    /// <summary>
    /// An integer or decimal with an optional sign, in patterns and JSON numbers also with an exponent. Texts with an exponent are no
    /// numbers: "Strings containing scientific notation are not supported" (the user guide's page on JSON log events).
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, bool withExponent, out double number)
    {
        number = 0;
        return MayBe(text)
            && (withExponent || text.IndexOfAny((byte)'e', (byte)'E') < 0)
            && Utf8Parser.TryParse(text, out number, out int consumed)
            && consumed == text.Length;
    }

    public static bool TryParse(string text, out double number) => TryParse(Encoding.UTF8.GetBytes(text), withExponent: true, out number);

    /// <summary>Whether the text has only characters of a number.</summary>
    public static bool MayBe(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= MaxLength
        && text.ContainsAnyInRange((byte)'0', (byte)'9')
        && !text.ContainsAnyExcept(Characters)
        && text[0] is not ((byte)'.' or (byte)'e' or (byte)'E')
        && text[^1] is >= (byte)'0' and <= (byte)'9';

    /// <summary>Equal as decimals where both fit, which tells apart integers that a double does not.</summary>
    public static bool AreEqual(ReadOnlySpan<byte> left, double leftNumber, ReadOnlySpan<byte> right, double rightNumber) =>
        Utf8Parser.TryParse(left, out decimal exactLeft, out int leftLength, 'E') && leftLength == left.Length
        && Utf8Parser.TryParse(right, out decimal exactRight, out int rightLength, 'E') && rightLength == right.Length
            ? exactLeft == exactRight
            : leftNumber.Equals(rightNumber);
}
