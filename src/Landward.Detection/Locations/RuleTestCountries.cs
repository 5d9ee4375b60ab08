using Landward.Rules.Yaml;

namespace Landward.Detection;

/// <summary>Where addresses are in an inline test: <c>countries: {198.51.100.0/24: DE}</c>.</summary>
internal static class RuleTestCountries
{
    /// <summary>Throws <see cref="FormatException"/> with what is wrong.</summary>
    public static Locations Parse(YamlValue? node)
    {
        if (node is null)
            return Locations.Empty;
        var map = node as YamlMapping ?? throw new FormatException("`countries` must be a mapping of blocks to countries.");
        var ranges = new List<(AddressRange, int)>();
        foreach (var (block, _, value) in map.Entries)
        {
            var code = RuleTexts.Text(value, "countries");
            if (!AddressRange.TryParse(block, out var range) || code.Length != 2)
                throw new FormatException($"`{block}: {code}` is no block with a country's two letters.");
            ranges.Add((range, (code[0] << 8) | code[1]));
        }
        return new Locations(new LocationTable(ranges), LocationTable.Empty, [], []);
    }
}
