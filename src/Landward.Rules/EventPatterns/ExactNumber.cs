using System.Globalization;

namespace Landward.Rules.EventPatterns;

/// <summary>
/// JSON numbers that can be compared: those whose decimal digits survive the way through an IEEE double
/// (<c>0.1</c>, <c>300.0</c>, <c>3e2</c>, but not <c>9007199254740993</c>).
/// </summary>
internal static class ExactNumber
{
    /// <summary>The value, or null when a double would lose digits or overflow.</summary>
    public static double? Parse(string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            return null;
        return Canonical(text) == Canonical(value.ToString("E16", CultureInfo.InvariantCulture))
            || Canonical(text) == Canonical(value.ToString("R", CultureInfo.InvariantCulture))
            ? value
            : null;
    }

    /// <summary>Sign, digits without zeros at either end, and the power of ten of the last digit.</summary>
    private static (bool Negative, string Digits, int Exponent) Canonical(string text)
    {
        var exponentAt = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0;
        if (exponentAt >= 0 && !int.TryParse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            exponent = int.MinValue / 2;
        var mantissa = exponentAt >= 0 ? text[..exponentAt] : text;
        var negative = mantissa.StartsWith('-');
        mantissa = mantissa.TrimStart('-', '+');
        var point = mantissa.IndexOf('.');
        if (point >= 0)
        {
            exponent -= mantissa.Length - point - 1;
            mantissa = mantissa.Remove(point, 1);
        }
        mantissa = mantissa.TrimStart('0');
        var digits = mantissa.TrimEnd('0');
        if (digits.Length == 0)
            return (false, string.Empty, 0);
        return (negative, digits, exponent + mantissa.Length - digits.Length);
    }
}
