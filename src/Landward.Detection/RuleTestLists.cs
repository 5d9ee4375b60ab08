using System.Collections.Immutable;
using Landward.Rules.Yaml;

namespace Landward.Detection;

/// <summary>The lists that an inline test brings: <c>{threat: [203.0.113.0/24, evil.example], trusted: [...]}</c>.</summary>
internal static class RuleTestLists
{
    /// <summary>Throws <see cref="FormatException"/> with what is wrong.</summary>
    public static ThreatLists Parse(YamlValue? node)
    {
        if (node is null)
            return ThreatLists.Empty;
        if (node is not YamlMapping map)
            throw new FormatException("`lists` must be a mapping of purposes to lists.");
        var descriptions = ImmutableArray.CreateBuilder<ListDescription>();
        var entries = new List<ListEntry>();
        foreach (var (name, _, value) in map.Entries)
        {
            if (!ListPurposes.TryParse(name, out var purpose))
                throw new FormatException($"`lists.{name}` must be one of {string.Join(", ", ListPurposes.Names)}.");
            var texts = value is YamlSequence list ? list.Items : [value];
            var description = new ListDescription($"{name} list of the test", purpose, "test", default, IsDateStated: false, 0, 0);
            descriptions.Add(description);
            foreach (var text in texts.Select(item => RuleTexts.Text(item, name)))
                entries.Add(AddressRange.TryParse(text, out var range) ? new ListEntry(description, range, null) : new ListEntry(description, default, text.ToLowerInvariant()));
        }
        return new ThreatLists(descriptions.ToImmutable(), entries);
    }
}
