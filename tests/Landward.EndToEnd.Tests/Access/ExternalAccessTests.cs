using System.Text.Json.Nodes;
using Landward.Aws;

namespace Landward.EndToEnd.Tests.Access;

/// <summary>External access to the reference organization, read through the sandbox's API: planted exposures are found, decoys are not.</summary>
[Collection(DemoCollection.Name)]
public sealed class ExternalAccessTests(DemoFixture demo) : IAsyncDisposable
{
    private const string Partner = "999988887777";

    private readonly AwsConnection _connection = new(new AwsConnectionOptions { EndpointUrl = new Uri(demo.Environment["LANDWARD_ENDPOINT"]) });

    private AwsClient Client => new(_connection, _ => ValueTask.FromResult(new AwsCredentials(demo.Environment["AWS_ACCESS_KEY_ID"], demo.Environment["AWS_SECRET_ACCESS_KEY"])), "eu-west-1");

    public async ValueTask DisposeAsync()
    {
        var stop = CancellationToken.None;
        await Client.CallAsync("iam", "DeleteRole", new JsonObject { ["RoleName"] = "external-partner" }, stop);
        await Client.CallAsync("iam", "DeleteRole", new JsonObject { ["RoleName"] = "external-decoy" }, stop);
        foreach (var url in await Client.ListAsync("sqs", "ListQueues", new JsonObject { ["QueueNamePrefix"] = "external-" }, "QueueUrls", stop))
            await Client.CallAsync("sqs", "DeleteQueue", new JsonObject { ["QueueUrl"] = (string?)url }, stop);
        _connection.Dispose();
    }

    [Fact]
    public async Task Planted_exposures_of_the_reference_organization_are_found_and_archived_by_rule()
    {
        var before = Findings(await Run("external"));
        await PlantAsync(TestContext.Current.CancellationToken);

        var planted = Findings(await Run("external")).Except(before).Order(StringComparer.Ordinal).ToList();
        planted.Select(line => line[(line.LastIndexOf(':') + 1)..]).ShouldBe([$"role/external-partner {Partner} false", "external-open * true", $"external-queue {Partner} false"]);

        var rules = Path.Combine(demo.WorkingDirectory, "archive-rules.yaml");
        await File.WriteAllTextAsync(rules, $$"""
            archiveRules:
              - name: partner
                owner: platform@example.com
                reason: agreed
                filter:
                  principal.AWS: { eq: "{{Partner}}" }
            """, TestContext.Current.CancellationToken);
        Findings(await Run("external", "--archive-rules", rules)).Except(before).ShouldHaveSingleItem().ShouldEndWith("external-open * true");

        var open = await LandwardProcess.RunAsync(demo.WorkingDirectory, "access", "public", "--home", demo.Home, "-o", "jsonl", "--detailed-exitcode");
        open.ExitCode.ShouldBe(2, open.Error);
        open.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ShouldContain(finding => ((string)finding["resource"]!).EndsWith("external-open") && finding["witness"] != null);
    }

    private Task<LandwardProcess> Run(string command, params string[] more) =>
        LandwardProcess.RunAsync(demo.WorkingDirectory, ["access", command, "--home", demo.Home, "-o", "json", .. more]);

    private static List<string> Findings(LandwardProcess run)
    {
        run.ExitCode.ShouldBe(0, run.Error);
        return [.. run.Json["findings"]!.AsArray().Select(finding => $"{finding!["resource"]} {finding["principal"]!.AsObject().FirstOrDefault().Value} {finding["isPublic"]}")];
    }

    private async Task PlantAsync(CancellationToken stop)
    {
        const string trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"PRINCIPAL"},"Action":"sts:AssumeRole"CONDITION}]}""";
        string Trust(string principal, string condition) => trust.Replace("PRINCIPAL", principal, StringComparison.Ordinal).Replace("CONDITION", condition, StringComparison.Ordinal);
        var organization = (string)(await Client.CallAsync("organizations", "DescribeOrganization", null, stop))["Organization"]!["Id"]!;
        await Client.CallAsync("iam", "CreateRole", new JsonObject { ["RoleName"] = "external-partner", ["AssumeRolePolicyDocument"] = Trust($"arn:aws:iam::{Partner}:root", "") }, stop);
        await Client.CallAsync("iam", "CreateRole", new JsonObject { ["RoleName"] = "external-decoy", ["AssumeRolePolicyDocument"] = Trust("*", $$$""","Condition":{"StringEquals":{"aws:PrincipalOrgID":"{{{organization}}}"}}""") }, stop);
        const string queue = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"PRINCIPAL"},"Action":"sqs:SendMessage","Resource":"*"}]}""";
        await Client.CallAsync("sqs", "CreateQueue", new JsonObject { ["QueueName"] = "external-queue", ["Attributes"] = new JsonObject { ["Policy"] = queue.Replace("PRINCIPAL", Partner, StringComparison.Ordinal) } }, stop);
        await Client.CallAsync("sqs", "CreateQueue", new JsonObject { ["QueueName"] = "external-open", ["Attributes"] = new JsonObject { ["Policy"] = queue.Replace("PRINCIPAL", "*", StringComparison.Ordinal) } }, stop);
    }
}
