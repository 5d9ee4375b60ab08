using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Landward.Policy;
using Landward.Policy.Packing;

namespace Landward.Tests.Policy;

public sealed class PolicyPackerTests
{
    private static readonly PolicyQuota Quota = PolicyQuota.Of(PolicyKind.ServiceControlPolicy)!;

    [Fact]
    public void Quotas_carry_date_and_source()
    {
        Quota.MaxCharacters.ShouldBe(10_240);
        Quota.MaxPerTarget.ShouldBe(10);
        PolicyQuota.Of(PolicyKind.ResourceControlPolicy)!.MaxCharacters.ShouldBe(5_120);
        // "Maximum number of policies attached": five, of which RCPFullAWSAccess is one that cannot be detached.
        PolicyQuota.Of(PolicyKind.ResourceControlPolicy)!.MaxPerTarget.ShouldBe(5);
        PolicyQuota.Of(PolicyKind.ResourceControlPolicy)!.MinPerTarget.ShouldBe(1);
        Enum.GetValues<PolicyKind>().Select(PolicyQuota.Of).OfType<PolicyQuota>().ShouldAllBe(quota => quota.Source.Length > 0 && DateOnly.Parse(quota.AsOf).Year >= 2024);
    }

    [Fact]
    public void Every_statement_stands_in_exactly_one_document_within_the_limits() =>
        Prop.ForAll(Gen.Choose(1, 900).ListOf().ToArbitrary(), sizes =>
        {
            // Each on a resource of its own, so that none can be united with another.
            var statements = sizes.Select((size, index) => Statement($"S{index}", Math.Min(size, 120), $"Of{index}x", $"arn:aws:s3:::{index}")).ToArray();
            var packed = PolicyPacker.Pack(statements, Quota with { MaxPerTarget = 1000 }, "root");
            var sids = packed.Documents.SelectMany(document => JsonNode.Parse(document)!["Statement"]!.AsArray()).Select(statement => (string)statement!["Sid"]!).ToArray();
            return packed.Diagnostics.IsEmpty
                && packed.Documents.All(document => document.Length <= Quota.MaxCharacters)
                && sids.Order(StringComparer.Ordinal).SequenceEqual(statements.Select((_, index) => $"S{index}").Order(StringComparer.Ordinal), StringComparer.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void Four_resource_control_policies_fit_beside_the_one_of_AWS(int documents, bool fits)
    {
        var quota = PolicyQuota.Of(PolicyKind.ResourceControlPolicy)!;
        // Two such statements are larger than one policy may be, so each fills a document.
        var statements = Enumerable.Range(0, documents).Select(i =>
            $$$"""{"Sid":"S{{{i}}}","Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::{{{i}}}{{{new string('x', 3_000)}}}/*"}""");
        var packed = PolicyPacker.Pack(statements, quota, "root");
        packed.Documents.Length.ShouldBe(fits ? documents : 0);
        packed.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(fits ? [] : ["LW2031"]);
    }

    [Fact]
    public void Packing_is_deterministic_and_a_statement_at_the_end_changes_one_document()
    {
        var statements = Enumerable.Range(0, 60).Select(i => Statement($"S{i}", 30 + i, "Action", $"arn:aws:s3:::{i}")).ToArray();
        var before = PolicyPacker.Pack(statements, Quota, "root").Documents;
        PolicyPacker.Pack(statements, Quota, "root").Documents.ShouldBe(before);
        var after = PolicyPacker.Pack([.. statements, Statement("Last", 3)], Quota, "root").Documents;
        after.Except(before, StringComparer.Ordinal).Count().ShouldBe(1);
    }

    [Fact]
    public void Statement_that_differs_only_in_its_Sid_is_kept_once() =>
        PolicyPacker.Pack([Statement("A", 3), Statement("B", 3)], Quota, "root").Documents.Single().ShouldNotContain("\"B\"");

    [Fact]
    public void Statement_over_the_size_limit_is_a_diagnostic()
    {
        var packed = PolicyPacker.Pack([Statement("Huge", 900)], Quota, "workloads");
        packed.Documents.ShouldBeEmpty();
        packed.Diagnostics.Single().Code.ShouldBe("LW2030");
        packed.Diagnostics.Single().Detail.ShouldContain("`Huge`");
    }

    [Fact]
    public void Too_many_documents_for_one_target_is_a_diagnostic()
    {
        var packed = PolicyPacker.Pack(Enumerable.Range(0, 10).Select(i => Statement($"S{i}", 460 + i, "Action", $"arn:aws:s3:::{i}")), Quota, "workloads");
        packed.Diagnostics.Single().Code.ShouldBe("LW2031");
    }

    [Fact]
    public void Statement_that_is_no_policy_is_a_diagnostic()
    {
        PolicyPacker.Pack(["{\"Effect\":\"Deny\"}"], Quota, "root").Diagnostics.ShouldContain(diagnostic => diagnostic.Code == "LW2006");
        PolicyPacker.Pack(["{"], Quota, "root").Diagnostics.ShouldContain(diagnostic => diagnostic.Code == "LW2001");
        PolicyPacker.Pack(["""{"Effect":"Deny","Action":"a:B","Resource":"*"},{"Effect":"Allow","Action":"*","Resource":"*"}"""], Quota, "root").Documents.ShouldBeEmpty();
    }

    [Fact]
    public void Statements_are_united_only_where_that_saves_a_document()
    {
        var few = PolicyPacker.Pack([Statement("A", 3, "One"), Statement("B", 3, "Two")], Quota, "root");
        few.IsMerged.ShouldBeFalse();
        few.IsProvenEqual.ShouldBeTrue();
        few.Documents.Single().ShouldContain("\"Sid\":\"B\"");
        // Each repeats the same resources, which a united statement says once.
        var many = PolicyPacker.Pack(Enumerable.Range(0, 8).Select(i => Statement($"S{i}", 3, $"Of{i}x", [.. Enumerable.Range(0, 70).Select(n => $"arn:aws:s3:::bucket-with-a-name-{n}/*")])), Quota, "root");
        many.IsMerged.ShouldBeTrue();
        many.IsProvenEqual.ShouldBeTrue();
        many.IsMinimal.ShouldBeTrue();
        many.Documents.Length.ShouldBe(1);
        many.Documents[0].ShouldContain("\"Sid\":\"S0S1S2S3S4S5S6S7\"");
    }

    [Fact]
    public void Room_under_the_quota_is_told()
    {
        var packed = PolicyPacker.Pack([Statement("A", 3)], Quota, "root");
        packed.Room.Documents.ShouldBe(Quota.MaxPerTarget - Quota.MinPerTarget - 1);
        packed.Room.Characters.ShouldBe([Quota.MaxCharacters - packed.Documents[0].Length]);
    }

    [Theory]
    [InlineData(new[] { 6, 6, 4, 4 }, 10, 2)]
    [InlineData(new[] { 4, 4, 6, 6 }, 10, 2)]
    // First fit decreasing needs four bins here.
    [InlineData(new[] { 6, 5, 5, 4, 4, 3, 3 }, 10, 3)]
    [InlineData(new[] { 9, 8, 7, 6, 5, 4, 3, 2, 1 }, 15, 3)]
    public void Packing_takes_the_fewest_bins(int[] sizes, int capacity, int bins)
    {
        var packing = BinPacking.Of(sizes, capacity);
        packing.Bins.Count.ShouldBe(bins);
        packing.IsMinimal.ShouldBeTrue();
        packing.Bins.ShouldAllBe(bin => bin.Sum(item => sizes[item]) <= capacity);
        packing.Bins.SelectMany(bin => bin).Order().ShouldBe(Enumerable.Range(0, sizes.Length));
    }

    [Fact]
    public void No_packing_of_a_few_items_is_beaten_by_trying_all() =>
        Prop.ForAll(Gen.Choose(1, 10).ArrayOf(7).ToArbitrary(), sizes => BinPacking.Of(sizes, 12).Bins.Count == Fewest(sizes, 0, [])).QuickCheckThrowOnFailure();

    private static int Fewest(int[] sizes, int next, List<int> room)
    {
        if (next == sizes.Length)
            return room.Count;
        var best = int.MaxValue;
        for (var bin = 0; bin < room.Count; bin++)
        {
            if (room[bin] < sizes[next])
                continue;
            room[bin] -= sizes[next];
            best = Math.Min(best, Fewest(sizes, next + 1, room));
            room[bin] += sizes[next];
        }
        room.Add(12 - sizes[next]);
        best = Math.Min(best, Fewest(sizes, next + 1, room));
        room.RemoveAt(room.Count - 1);
        return best;
    }

    private static string Statement(string sid, int actions, string name = "Action", params string[] resources) => new JsonObject
    {
        ["Sid"] = sid,
        ["Effect"] = "Deny",
        ["Action"] = new JsonArray([.. Enumerable.Range(0, actions).Select(i => (JsonNode)$"service:{name}{i}")]),
        ["Resource"] = resources.Length == 0 ? "*" : new JsonArray([.. resources.Select(resource => (JsonNode)resource)]),
    }.ToJsonString();
}
