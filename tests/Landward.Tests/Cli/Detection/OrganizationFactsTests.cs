using System.Text.Json.Nodes;
using Landward.Cli.Detection;
using Landward.Detection.Organizations;
using Landward.Tests.LandingZone;

namespace Landward.Tests.Cli.Detection;

public sealed class OrganizationFactsTests : IDisposable
{
    private const string Rule = """
        title: Console login in production
        id: console-login-in-production
        level: high
        logsource: {product: aws, service: cloudtrail}
        detection: {s: {eventName: ConsoleLogin}, condition: s}
        landward: {org: {unit: workloads/prod}}
        """;

    private const string Event = """{"eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","eventTime":"2026-01-01T00:00:00Z","eventID":"1","recipientAccountId":"111122223333"}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("landward-facts-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Rule_about_a_unit_waits_until_a_file_says_where_accounts_stand()
    {
        Write("rules/mine.yaml", Rule);
        Write("logs/a.json", $$"""{"Records":[{{Event}}]}""");
        var without = await CommandRun.RunAsync("detect", Path.Combine(_folder.FullName, "logs"), "--rules", Path.Combine(_folder.FullName, "rules"), "--verbose", "-o", "jsonl");
        without.ExitCode.ShouldBe(0, without.Error);
        without.Output.ShouldNotContain("console-login-in-production");
        without.Error.ShouldContain("Rule console-login-in-production is waiting for facts: accounts.");

        var facts = Write("facts.yaml", "accounts: [{id: '111122223333', name: prod, units: workloads/prod}]");
        var with = await CommandRun.RunAsync("detect", Path.Combine(_folder.FullName, "logs"), "--rules", Path.Combine(_folder.FullName, "rules"), "--facts", facts, "-o", "jsonl");
        with.Output.ShouldContain("console-login-in-production", customMessage: with.Error);

        var list = await CommandRun.RunAsync("rules", "list", "--rules", Path.Combine(_folder.FullName, "rules"), "-o", "json");
        var rule = JsonNode.Parse(list.Output)!["rules"]!.AsArray().Single(item => (string?)item!["id"] == "console-login-in-production")!;
        ((string?)rule["waitingFor"]).ShouldBe("accounts");
    }

    [Fact]
    public async Task Wrong_facts_fail_the_command()
    {
        Write("logs/a.json", $$"""{"Records":[{{Event}}]}""");
        var run = await CommandRun.RunAsync("detect", Path.Combine(_folder.FullName, "logs"), "--facts", Write("facts.yaml", "acounts: []"));
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("LW3060");
        run.ShouldBeClear();
    }

    [Fact]
    public void Spec_adds_units_tags_break_glass_users_and_the_log_bucket_of_accounts_whose_ids_are_known()
    {
        var spec = Specs.Blueprint("reference");
        var prod = spec.Accounts.Single(account => account.UnitPath.EndsWith("prod", StringComparison.Ordinal));
        var archive = spec.Accounts.Single(account => account.Role == Landward.LandingZone.Specification.AccountRole.LogArchive);
        var facts = OrganizationFactsSource.Complete(
            new OrganizationFacts { Accounts = [Account("222233334444", prod.Name), Account("333344445555", archive.Name), Account("444455556666", "stranger")] }, spec);
        facts.Accounts![0].Units.ShouldContain(prod.UnitPath);
        facts.Accounts[0].Units.ShouldContain(prod.UnitPath.Split('/')[0]);
        facts.Accounts[2].Units.ShouldBeEmpty();
        facts.TrailBuckets.ShouldBe([$"landward-logs-333344445555-{spec.Organization.HomeRegion}"]);
        facts.BreakGlassPrincipals!.ShouldAllBe(pattern => pattern.StartsWith("arn:*:iam::*:user/", StringComparison.Ordinal));
        OrganizationFactsSource.Complete(OrganizationFacts.None, spec).Accounts.ShouldBeNull();
        OrganizationFactsSource.Complete(OrganizationFacts.None, spec).TrailBuckets.ShouldBeNull();
    }

    private static AccountFacts Account(string id, string name) => new(id, name, [], System.Collections.Frozen.FrozenDictionary<string, string>.Empty);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
