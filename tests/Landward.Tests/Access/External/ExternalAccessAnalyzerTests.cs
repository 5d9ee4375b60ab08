namespace Landward.Tests.Access.External;

public class ExternalAccessAnalyzerTests
{
    public static TheoryData<string> Names => [.. ExternalCase.All.Select(test => test.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Documented_policies_let_exactly_those_in_who_get_in(string name)
    {
        var test = ExternalCase.All.Single(test => test.Name == name);
        var report = test.Analyze();
        report.Findings.Select(ExternalCase.Text).Order(StringComparer.Ordinal).ShouldBe(test.Expected.Order(StringComparer.Ordinal));
        foreach (var (finding, actions) in test.ExpectedActions)
            report.Findings.Single(found => ExternalCase.Text(found) == finding).Action.ShouldBe(actions);
        report.Findings.ShouldAllBe(finding => finding.Error == null && finding.Witness != null && finding.Witness.Statement.Contains(", statement "));
        report.Findings.Sum(finding => finding.Warnings.Length).ShouldBe(test.ExpectedWarnings + (name.Contains("NotPrincipal", StringComparison.Ordinal) ? 1 : 0));
    }
}
