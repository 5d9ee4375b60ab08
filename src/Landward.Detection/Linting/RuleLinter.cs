using System.Text.Json;
using Landward.Rules.Sigma;

namespace Landward.Detection.Linting;

/// <summary>
/// Looks for rules that load and can never fire, fire on everything, or cost more than they should. What is not known is not claimed: a rule
/// over a call without a description is listed as unchecked, not as dead.
/// </summary>
public static class RuleLinter
{
    private static readonly string[] Probes =
    [
        """{"eventVersion":"1.11","eventSource":"probe.amazonaws.com","eventName":"DescribeProbe","awsRegion":"eu-west-1","eventTime":"2026-01-05T09:00:00Z","sourceIPAddress":"198.51.100.7","userAgent":"probe","eventType":"AwsApiCall","readOnly":true,"managementEvent":true,"eventCategory":"Management","recipientAccountId":"111122223333","requestParameters":{"probe":"1"},"responseElements":null,"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/probe/probe","accountId":"111122223333"}}""",
        """{"eventVersion":"1.11","eventSource":"probe.amazonaws.com","eventName":"ListProbes","awsRegion":"us-east-1","eventTime":"2026-01-05T21:00:00Z","sourceIPAddress":"probe.amazonaws.com","userAgent":"probe.amazonaws.com","eventType":"AwsApiCall","readOnly":true,"managementEvent":true,"eventCategory":"Management","recipientAccountId":"111122223333","requestParameters":null,"responseElements":null,"userIdentity":{"type":"AWSService","invokedBy":"probe.amazonaws.com"}}""",
    ];

    public static RuleLintReport Lint(DetectionCatalogue catalogue)
    {
        var compiler = DetectionRules.PlainCompiler(new DetectionOptions(), catalogue.Placeholders);
        var probe = new ItemProbe(compiler);
        var lints = new List<RuleLint>();
        var incomplete = new List<string>();
        foreach (var rule in catalogue.Rules)
        {
            if (DetectionRules.CloudTrail.Equals(rule.Rule.LogSource.Service, StringComparison.OrdinalIgnoreCase))
            {
                var branches = new BranchLinter(rule.Rule, probe);
                lints.AddRange(branches.Lint());
                if (branches.WasIncomplete)
                    incomplete.Add(rule.Id);
                var compiled = RuleNeeds.Compiler(rule.Rule.Header, compiler, catalogue.Placeholders).Compile(rule.Rule).Rule!;
                var everything = AlwaysMatches(rule, compiled).ToArray();
                lints.AddRange(everything.Length > 0 ? everything : CostLinter.Lint(rule.Rule, compiled));
            }
            lints.AddRange(UnusedSearches(rule.Rule));
            lints.AddRange(Incomplete(rule.Rule.Header, rule.Extension));
        }
        lints.AddRange(catalogue.Correlations.SelectMany(correlation => CorrelationLinter.Lint(correlation)));
        lints.AddRange(Duplicates(catalogue));
        return new RuleLintReport(
            [.. lints.Distinct().OrderBy(lint => lint.Span.File, StringComparer.Ordinal).ThenBy(lint => lint.Span.Line).ThenBy(lint => lint.Code, StringComparer.Ordinal).ThenBy(lint => lint.Detail, StringComparer.Ordinal)],
            catalogue.Rules.Length + catalogue.Correlations.Length,
            [.. incomplete]);
    }

    private static IEnumerable<RuleLint> AlwaysMatches(DetectionRule rule, CompiledSigmaRule compiled)
    {
        foreach (var text in Probes)
        {
            using var document = JsonDocument.Parse(text);
            if (!compiled.Matches(document.RootElement))
                yield break;
        }
        var asked = rule.Extension.Organization is null ? string.Empty : " What its `landward.org` block asks is the only limit.";
        yield return Lints.AlwaysMatches(rule.Rule.Header, $"It matches any read by a role and by a service, of any API.{asked} Name the calls it is about.");
    }

    private static IEnumerable<RuleLint> UnusedSearches(SigmaRule rule)
    {
        var used = Names(rule.Condition).ToHashSet(StringComparer.Ordinal);
        return rule.Searches.Where(search => !used.Contains(search.Name)).Select(search => Lints.Unused(rule.Header, search.Name));
    }

    private static IEnumerable<string> Names(SigmaCondition condition) => condition switch
    {
        SigmaCondition.Search search => [search.Name],
        SigmaCondition.Not not => Names(not.Operand),
        SigmaCondition.All all => all.Operands.SelectMany(Names),
        SigmaCondition.Any any => any.Operands.SelectMany(Names),
        SigmaCondition.AtLeast atLeast => atLeast.Names,
        _ => [],
    };

    private static IEnumerable<RuleLint> Incomplete(SigmaHeader header, RuleExtension extension)
    {
        var missing = new List<string>();
        if (!header.HasLevel)
            missing.Add("`level`");
        if (header.Description.Length == 0)
            missing.Add("`description`");
        if (extension.Tests.IsEmpty && extension.Type is not null)
            missing.Add("`landward.tests`");
        if (missing.Count > 0)
            yield return Lints.Incomplete(header, string.Join(", ", missing));
    }

    private static IEnumerable<RuleLint> Duplicates(DetectionCatalogue catalogue)
    {
        foreach (var same in catalogue.Rules.GroupBy(rule => RuleText.Of(rule.Rule), StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
        {
            // What Landward asks beyond Sigma makes rules differ; the user's rules have no such block.
            var plain = same.Where(rule => rule.Extension.Organization is null && rule.Rule.Header.Extension?["lists"] is null && rule.Rule.Header.Extension?["baseline"] is null)
                .OrderBy(rule => !rule.FirstParty).ThenBy(rule => rule.Id, StringComparer.Ordinal).ToArray();
            foreach (var rule in plain.Skip(1))
                yield return Lints.Duplicate(rule.Rule.Header, plain[0].Rule.Header);
        }
    }
}
