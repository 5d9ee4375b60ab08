using System.Globalization;

namespace Landward.Policy.Conditions;

/// <summary>Integers and decimals of Numeric operators: <c>10</c> equals <c>10.0</c>.</summary>
internal static class NumberText
{
    public static decimal? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
