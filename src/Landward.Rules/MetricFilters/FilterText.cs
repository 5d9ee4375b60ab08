using System.Text.Json;

namespace Landward.Rules.MetricFilters;

/// <summary>Texts of scalars.</summary>
internal static class FilterText
{
    /// <summary>A string's content; null when it is no Unicode text (a lone surrogate).</summary>
    public static string? Read(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The text of a string or a number; null for anything else.</summary>
    public static string? OfScalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Read(value),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
