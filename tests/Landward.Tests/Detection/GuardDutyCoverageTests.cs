using System.Text.RegularExpressions;
using Landward.Detection;

namespace Landward.Tests.Detection;

/// <summary>The table of GuardDuty's types in docs/detection.md says what the catalogue does.</summary>
public sealed partial class GuardDutyCoverageTests
{
    private static readonly Dictionary<string, string> Rows = File.ReadLines(Path.Combine(RepositoryRoot.Find(), "docs", "detection.md"))
        .SkipWhile(line => line != "### GuardDuty's types").Skip(1).TakeWhile(line => !line.StartsWith('#'))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 5 && cells[1].Contains(':'))
        .ToDictionary(cells => cells[1], cells => cells[3], StringComparer.Ordinal);

    [Fact]
    public void Table_has_one_row_for_each_of_the_types() => Rows.Keys.Order(StringComparer.Ordinal).ShouldBe(GuardDutyTypes.All.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_rule_that_the_table_names_raises_the_type_and_every_other_row_says_why_not()
    {
        var catalogue = DetectionCatalogue.Load([]);
        var types = catalogue.Rules.Select(rule => (rule.Id, rule.Extension.Type))
            .Concat(catalogue.Correlations.Select(correlation => (correlation.Id, correlation.Extension.Type)))
            .Concat(catalogue.Natives.Select(native => (native.Id, native.Extension.Type)))
            .ToDictionary(rule => rule.Id, rule => rule.Type, StringComparer.Ordinal);
        // Sequences are code over findings and no rules of their own.
        types[AttackSequences.Credentials] = "AttackSequence:IAM/CompromisedCredentials";
        types[AttackSequences.Data] = "AttackSequence:S3/CompromisedData";
        foreach (var (row, text) in Rows)
        {
            var rules = Code().Matches(text).Select(match => match.Groups["id"].Value).ToArray();
            if (rules.Length == 0)
                text.ShouldStartWith("not ", customMessage: row);
            foreach (var rule in rules)
                types.GetValueOrDefault(rule).ShouldBe(row.Split(" (")[0], $"{row}: {rule}");
        }
    }

    [GeneratedRegex("`(?<id>[^`]+)`", RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
