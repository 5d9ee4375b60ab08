namespace Landward.Rules.MetricFilters;

/// <summary>Unwinds the parser; becomes a <see cref="FilterPatternError"/> at the seam.</summary>
internal sealed class FilterPatternFormatException(FilterPatternError error) : FormatException(error.ToString())
{
    public FilterPatternError Error => error;
}
