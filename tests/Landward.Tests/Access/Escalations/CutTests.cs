using Landward.Access.Escalations;
using static Landward.Tests.Access.Escalations.SmallOrganization;

namespace Landward.Tests.Access.Escalations;

public class CutTests
{
    /// <summary>Five users over one hub role, one user on a way of its own.</summary>
    private static SmallOrganization Hub()
    {
        var organization = new SmallOrganization().WithRole("Admin", Trusts(Role("Hub")), SmallOrganization.Admin)
            .WithRole("Hub", Trusts($"arn:aws:iam::{Dev}:root")).Add(Dev, User("boss"), null, SmallOrganization.Admin).WithUser("loner", Allow("iam:CreateAccessKey", User("boss")));
        for (var i = 0; i < 5; i++)
            organization.WithUser($"user{i}", Allow("sts:AssumeRole", Role("Hub")));
        return organization;
    }

    [Fact]
    public void The_best_cut_is_the_one_that_most_paths_run_through()
    {
        var report = Hub().Report();
        report.Paths.Length.ShouldBe(7);
        var best = report.Cuts[0];
        // The hub's own step into the administrator: five users and the hub lose their path, the loner keeps it.
        (best.Cut, best.PathsBefore).ShouldBe((6, 7));
        best.Freed.ShouldNotContain(User("loner"));
    }

    [Fact]
    public void Statements_policies_trust_and_guardrails_are_all_tried()
    {
        var kinds = Hub().Report(40).Cuts.Select(cut => cut.Kind).Distinct();
        kinds.ShouldBe(Enum.GetValues<EscalationCutKind>(), ignoreOrder: true);
    }

    [Fact]
    public void A_cut_with_a_second_way_around_it_does_not_count()
    {
        var organization = new SmallOrganization().WithRole("Admin", $"{Trusts(User("bob"))},{TrustsService("lambda.amazonaws.com")}", SmallOrganization.Admin)
            .WithUser("bob", Allow("iam:PassRole lambda:CreateFunction lambda:InvokeFunction"));
        organization.Report(40).Cuts.ShouldNotContain(cut => cut.Kind == EscalationCutKind.TightenTrust && cut.Change.Contains("statement 1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(20260)]
    [InlineData(20263)]
    [InlineData(20271)]
    public void Every_cut_ends_exactly_the_paths_it_says(int seed)
    {
        var snapshot = new RandomOrganization(new Random(seed)).Build();
        var world = new EscalationWorld(snapshot);
        var options = new EscalationOptions { MaxCuts = 12 };
        var search = EscalationSearch.Run(world, options.Goal, options.MaxSteps, CancellationToken.None);
        var starts = EscalationAnalyzer.Starts(world, search, options).ToList();
        var before = starts.Select(start => start.Name).ToHashSet();
        foreach (var (candidate, cut) in CutFinder.Try(world, search, starts, options, CancellationToken.None))
        {
            // From the whole snapshot, not the reduced one.
            var after = EscalationAnalyzer.Analyze(SnapshotCut.Apply(snapshot, candidate), options with { MaxCuts = 0 }, CancellationToken.None).Paths.Select(path => path.From).ToHashSet();
            after.ShouldBeSubsetOf(before);
            before.Except(after).Order(StringComparer.Ordinal).ToArray().ShouldBe([.. cut.Freed], candidate.Change);
        }
    }
}
