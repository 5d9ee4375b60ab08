using System.Collections.Immutable;
using System.Globalization;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.Access.External;

/// <summary>Reads archive rules from YAML: a list under <c>archiveRules</c>.</summary>
internal sealed class ArchiveRuleReader(string file, ICollection<Diagnostic> diagnostics)
{
    /// <summary>"Maximum archive rules per analyzer: 1,000" (Access Analyzer quotas).</summary>
    private const int MaxRules = 1_000;

    /// <summary>Criterion: "Array Members: Minimum number of 1 item. Maximum number of 20 items".</summary>
    private const int MaxValues = 20;

    private static readonly string[] Members = ["name", "owner", "reason", "expires", "filter"];

    public List<(ArchiveRule Rule, SourceSpan Span)> Read(string text)
    {
        var rules = new List<(ArchiveRule, SourceSpan)>();
        if (YamlReader.Read(text, file, diagnostics) is not { } document)
            return rules;
        if (document is not YamlMapping mapping || mapping["archiveRules"] is not YamlSequence list)
        {
            diagnostics.Add(ArchiveRuleDiagnostics.Malformed("The file has no list `archiveRules`.", document.Span));
            return rules;
        }
        if (list.Items.Length > MaxRules)
            diagnostics.Add(ArchiveRuleDiagnostics.Malformed($"There are {list.Items.Length} rules; at most {MaxRules} are read.", list.Span));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Items.Take(MaxRules))
        {
            if (item is not YamlMapping rule)
                diagnostics.Add(ArchiveRuleDiagnostics.Malformed("A rule is a mapping.", item.Span));
            else if (Rule(rule) is { } read && (names.Add(read.Name) || Report<ArchiveRule>($"The name `{read.Name}` is used twice.", rule.Span) is not null))
                rules.Add((read, rule.Span));
        }
        return rules;
    }

    private ArchiveRule? Rule(YamlMapping rule)
    {
        foreach (var entry in rule.Entries.Where(entry => !Members.Contains(entry.Key, StringComparer.Ordinal)))
            return Report<ArchiveRule>($"`{entry.Key}` is no member of a rule.{Suggestion.DidYouMean(entry.Key, Members)}", entry.KeySpan);
        if (Text(rule, "name") is not { } name || Text(rule, "owner") is not { } owner || Text(rule, "reason") is not { } reason)
            return null;
        DateOnly? expires = null;
        if (rule["expires"] is { } end)
        {
            if (end is not YamlScalar date || !DateOnly.TryParseExact(date.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return Report<ArchiveRule>("`expires` is a date such as 2027-01-31.", end.Span);
            expires = day;
        }
        if (rule["filter"] is not YamlMapping { Entries.Length: > 0 } filter)
            return Report<ArchiveRule>($"`{name}` has no `filter`: it would archive everything.", rule.Span);
        var criteria = ImmutableArray.CreateBuilder<ArchiveCriterion>();
        foreach (var entry in filter.Entries)
        {
            if (Criterion(entry) is not { } criterion)
                return null;
            criteria.Add(criterion);
        }
        return new ArchiveRule(name, owner, reason, expires, criteria.ToImmutable());
    }

    private ArchiveCriterion? Criterion(YamlEntry entry)
    {
        if (!ArchiveCriterion.IsKey(entry.Key))
        {
            diagnostics.Add(ArchiveRuleDiagnostics.UnknownKey(entry.Key, entry.KeySpan));
            return null;
        }
        if (entry.Value is not YamlMapping { Entries.Length: > 0 } operators)
            return Report<ArchiveCriterion>($"The criterion `{entry.Key}` needs `eq`, `neq`, `contains` or `exists`.", entry.KeySpan);
        var criterion = new ArchiveCriterion(entry.Key, [], [], [], null);
        foreach (var op in operators.Entries)
        {
            if (op.Key == "exists")
            {
                if (op.Value is not YamlScalar { Text: "true" or "false" } flag)
                    return Report<ArchiveCriterion>("`exists` is true or false.", op.KeySpan);
                criterion = criterion with { Exists = flag.Text == "true" };
                continue;
            }
            if (Values(op) is not { } values)
                return null;
            switch (op.Key)
            {
                case "eq":
                    criterion = criterion with { Eq = values };
                    break;
                case "neq":
                    criterion = criterion with { Neq = values };
                    break;
                case "contains":
                    criterion = criterion with { Contains = values };
                    break;
                default:
                    return Report<ArchiveCriterion>($"`{op.Key}` is no operator; there are `eq`, `neq`, `contains` and `exists`.", op.KeySpan);
            }
        }
        return criterion;
    }

    private ImmutableArray<string>? Values(YamlEntry entry)
    {
        ImmutableArray<YamlValue> items = entry.Value is YamlSequence list ? list.Items : [entry.Value];
        if (items.Length is >= 1 and <= MaxValues && items.All(item => item is YamlScalar { IsNull: false }))
            return [.. items.Cast<YamlScalar>().Select(item => item.Text)];
        diagnostics.Add(ArchiveRuleDiagnostics.Malformed($"`{entry.Key}` takes 1 to {MaxValues} strings.", entry.KeySpan));
        return null;
    }

    private string? Text(YamlMapping rule, string member) =>
        rule[member] is YamlScalar { Text.Length: > 0 } text ? text.Text : Report<string>($"`{member}` is missing or no text.", rule.Span);

    private T? Report<T>(string what, SourceSpan span)
        where T : class
    {
        diagnostics.Add(ArchiveRuleDiagnostics.Malformed(what, span));
        return null;
    }
}
