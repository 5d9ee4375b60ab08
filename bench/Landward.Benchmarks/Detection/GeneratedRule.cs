using System.Collections.Immutable;
using System.Text;

namespace Landward.Benchmarks.Detection;

internal enum FieldRelation
{
    Equal,
    Contains,
    StartsWith,
    EndsWith,
    AddressBlock,
    Absent,
    Null,
}

/// <summary>One line of a search.</summary>
internal sealed record FieldTest(string Field, FieldRelation Relation, params string[] Values)
{
    public string ToYaml() => Relation switch
    {
        FieldRelation.Absent => $"'{Field}|exists': false",
        FieldRelation.Null => $"'{Field}': null",
        FieldRelation.Equal => $"'{Field}': {List()}",
        FieldRelation.Contains => $"'{Field}|contains': {List()}",
        FieldRelation.StartsWith => $"'{Field}|startswith': {List()}",
        FieldRelation.EndsWith => $"'{Field}|endswith': {List()}",
        _ => $"'{Field}|cidr': {List()}",
    };

    /// <summary>The same over a table <c>events</c> whose columns are named by path.</summary>
    public string ToSql()
    {
        var column = $"\"{Field}\"";
        return Relation is FieldRelation.Absent or FieldRelation.Null
            ? $"{column} IS NULL"
            : $"coalesce({string.Join(" OR ", Values.Select(value => ToSql(column, value.ToLowerInvariant())))}, false)";
    }

    private string ToSql(string column, string value) => Relation switch
    {
        FieldRelation.Equal => $"lower({column}) = '{value}'",
        FieldRelation.Contains => $"contains(lower({column}), '{value}')",
        FieldRelation.StartsWith => $"starts_with(lower({column}), '{value}')",
        FieldRelation.EndsWith => $"suffix(lower({column}), '{value}')",
        _ => throw new NotSupportedException("address blocks are not translated"),
    };

    private string List() => Values is [var one] ? $"'{one}'" : $"[{string.Join(", ", Values.Select(value => $"'{value}'"))}]";
}

/// <summary>A rule as people write them: a selection, and perhaps exceptions from it.</summary>
/// <param name="Alternatives">Further searches one of which must hold; none when empty.</param>
internal sealed record GeneratedRule(
    string Id, string Level, ImmutableArray<FieldTest> Selection, ImmutableArray<FieldTest> Alternatives, ImmutableArray<FieldTest> Filter)
{
    public IEnumerable<FieldTest> Tests => Selection.Concat(Alternatives).Concat(Filter);

    public string ToYaml()
    {
        var yaml = new StringBuilder($"title: {Id}\nid: {Id}\nlevel: {Level}\nlogsource: {{product: aws, service: cloudtrail}}\ndetection:\n");
        Append("selection", Selection);
        for (var i = 0; i < Alternatives.Length; i++)
            Append($"any_{i}", [Alternatives[i]]);
        Append("filter", Filter);
        yaml.Append("  condition: selection");
        if (!Alternatives.IsEmpty)
            yaml.Append(" and 1 of any_*");
        if (!Filter.IsEmpty)
            yaml.Append(" and not filter");
        return yaml.Append('\n').ToString();

        void Append(string name, ImmutableArray<FieldTest> tests)
        {
            if (tests.IsEmpty)
                return;
            yaml.Append($"  {name}:\n");
            foreach (var test in tests)
                yaml.Append($"    {test.ToYaml()}\n");
        }
    }

    public string ToSql()
    {
        var parts = Selection.Select(test => test.ToSql()).ToList();
        if (!Alternatives.IsEmpty)
            parts.Add($"({string.Join(" OR ", Alternatives.Select(test => test.ToSql()))})");
        if (!Filter.IsEmpty)
            parts.Add($"NOT ({string.Join(" AND ", Filter.Select(test => test.ToSql()))})");
        return string.Join(" AND ", parts);
    }
}
