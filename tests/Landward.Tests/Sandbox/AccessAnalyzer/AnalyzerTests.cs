using Landward.Sandbox.Services.AccessAnalyzer;

namespace Landward.Tests.Sandbox.AccessAnalyzer;

public sealed class AnalyzerTests
{
    private readonly MemberSandbox _sandbox = new(AccessAnalyzerService.AddTo);

    private SandboxClient Audit => _sandbox.As(_sandbox.Audit);

    [Fact]
    public void An_organization_analyzer_needs_the_delegated_administrator()
    {
        var input = new { analyzerName = "landward-external-access", type = "ORGANIZATION" };
        Audit.Fails("accessanalyzer", "CreateAnalyzer", input).Code.ShouldBe("ValidationException");
        _sandbox.Management.Call("organizations", "EnableAWSServiceAccess", new { ServicePrincipal = "access-analyzer.amazonaws.com" });
        _sandbox.Management.Call("organizations", "RegisterDelegatedAdministrator", new { AccountId = _sandbox.Audit, ServicePrincipal = "access-analyzer.amazonaws.com" });
        Audit.Call("accessanalyzer", "CreateAnalyzer", input)["arn"]!.ToString().ShouldBe($"arn:aws:access-analyzer:eu-west-1:{_sandbox.Audit}:analyzer/landward-external-access");
        Audit.Fails("accessanalyzer", "CreateAnalyzer", input).Code.ShouldBe("ConflictException");
        Audit.Call("accessanalyzer", "ListAnalyzers", new { type = "ORGANIZATION" })["analyzers"]!.AsArray().Count.ShouldBe(1);
        Audit.Call("accessanalyzer", "DeleteAnalyzer", new { analyzerName = "landward-external-access" });
        Audit.Fails("accessanalyzer", "GetAnalyzer", new { analyzerName = "landward-external-access" }).Code.ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public void A_repeated_call_with_the_same_token_is_the_same_call()
    {
        var input = new { analyzerName = "a", type = "ACCOUNT", clientToken = "token-1" };
        Audit.Call("accessanalyzer", "CreateAnalyzer", input)["arn"]!.ToString().ShouldBe(Audit.Call("accessanalyzer", "CreateAnalyzer", input)["arn"]!.ToString());
        Audit.Fails("accessanalyzer", "CreateAnalyzer", new { analyzerName = "b", type = "ACCOUNT" }).Code.ShouldBe("ServiceQuotaExceededException");
        Audit.Fails("accessanalyzer", "CreateAnalyzer", new { analyzerName = "1st", type = "ACCOUNT" }).Code.ShouldBe("ValidationException");
    }

    [Fact]
    public void Archive_rules_live_with_their_analyzer()
    {
        Audit.Call("accessanalyzer", "CreateAnalyzer", new { analyzerName = "a", type = "ACCOUNT_UNUSED_ACCESS" });
        const string Rule = """{"analyzerName":"a","ruleName":"trusted","filter":{"principal.AWS":{"eq":["arn:aws:iam::444455556666:root"]}}}""";
        Audit.Call("accessanalyzer", "CreateArchiveRule", Rule);
        Audit.Fails("accessanalyzer", "CreateArchiveRule", Rule).Code.ShouldBe("ConflictException");
        Audit.Call("accessanalyzer", "ListArchiveRules", new { analyzerName = "a" })["archiveRules"]!.AsArray().Count.ShouldBe(1);
        Audit.Call("accessanalyzer", "DeleteArchiveRule", new { analyzerName = "a", ruleName = "trusted" });
        Audit.Fails("accessanalyzer", "GetArchiveRule", new { analyzerName = "a", ruleName = "trusted" }).Code.ShouldBe("ResourceNotFoundException");
        Audit.Fails("accessanalyzer", "CreateArchiveRule", """{"analyzerName":"a","ruleName":"r","filter":{}}""").Code.ShouldBe("ValidationException");
    }
}
