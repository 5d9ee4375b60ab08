using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Tests.Detection.Baselines;

namespace Landward.Tests.Detection.Lists;

public sealed class ListGateTests
{
    private static readonly DetectionCatalogue Catalogue = DetectionCatalogue.Load([]);

    [Fact]
    public async Task Caller_on_a_list_raises_a_finding_that_cites_the_entry()
    {
        var result = await DetectAsync(Lists(ListPurpose.Tor, "198.51.100.0/24"), Event("iam", "CreateUser"));
        var finding = result.Findings.Single(finding => finding.Type == "UnauthorizedAccess:IAMUser/TorIPCaller");
        finding.Description.ShouldContain("sourceIPAddress 198.51.100.7 is on a list: 198.51.100.0/24 of ");
        result.Findings.ShouldNotContain(finding => finding.Type.Contains("MaliciousIPCaller"));
    }

    [Fact]
    public async Task Rule_without_its_list_waits_and_says_for_what()
    {
        Catalogue.Waiting(new DetectionOptions()).ShouldContain(("call-from-tor", "--threat-list tor=FILE"));
        Catalogue.Waiting(new DetectionOptions { Lists = Lists(ListPurpose.Tor, "192.0.2.1") }).ShouldNotContain(rule => rule.RuleId == "call-from-tor");
        (await DetectAsync(ThreatLists.Empty, Event("iam", "ListUsers"))).Findings.ShouldNotContain(finding => finding.Type.Contains("IPCaller"));
    }

    [Fact]
    public async Task Service_names_as_source_are_on_no_list()
    {
        var @event = Event("iam", "CreateUser");
        @event["sourceIPAddress"] = "cloudformation.amazonaws.com";
        (await DetectAsync(Lists(ListPurpose.Threat, "0.0.0.0/0"), @event)).Findings.ShouldNotContain(finding => finding.Type.Contains("MaliciousIPCaller"));
    }

    private static JsonObject Event(string source, string name) =>
        new BaselineWorld(1).Event("arn:aws:iam::111122223333:user/alice", source, name, BaselineWorld.Start, "198.51.100.7", "aws-cli/2", "eu-west-1");

    private static ThreatLists Lists(ListPurpose purpose, string block)
    {
        var description = new ListDescription("list.txt", purpose, "list.txt", BaselineWorld.Start, IsDateStated: true, 1, 0);
        return new ThreatLists([description], [new ListEntry(description, AddressRange.TryParse(block, out var range) ? range : throw new FormatException(block), null)]);
    }

    private static Task<DetectionResult> DetectAsync(ThreatLists lists, JsonObject @event) =>
        new Detector(Catalogue, new DetectionOptions { Lists = lists }).RunAsync([BaselineWorld.Source("a.json", [@event])], TestContext.Current.CancellationToken);
}
