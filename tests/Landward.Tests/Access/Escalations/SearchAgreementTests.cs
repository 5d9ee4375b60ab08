using Landward.Access.Escalations;

namespace Landward.Tests.Access.Escalations;

public class SearchAgreementTests(ITestOutputHelper output)
{
    [Fact]
    public void The_search_agrees_with_the_naive_one_on_random_organizations()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("LANDWARD_SEED"), out var given) ? given : 20260;
        var paths = 0;
        for (var i = 0; i < LongSuite.Times(8); i++)
        {
            output.WriteLine($"seed {seed + i}");
            paths += Compare(seed + i);
        }
        paths.ShouldBeGreaterThan(8);
    }

    private static int Compare(int seed)
    {
        var snapshot = new RandomOrganization(new Random(seed)).Build();
        var naive = new NaiveSearch(snapshot);
        var world = new EscalationWorld(snapshot);
        var search = EscalationSearch.Run(world, new EscalationGoal.Administrator(), maxSteps: 50, CancellationToken.None);
        var paths = 0;
        foreach (var start in naive.Starts)
        {
            var expected = naive.DistanceOf(start);
            var found = search.DistanceOf(world.FindPrincipal(start.Name)!) is { Steps: > 0 } distance ? distance : default((int, bool)?);
            found.ShouldBe(expected, $"seed {seed}, {start.Name}: {Describe(search, world, start.Name)}");
            paths += found is null ? 0 : 1;
        }
        return paths;
    }

    private static string Describe(EscalationSearch search, EscalationWorld world, string name) =>
        string.Join(" -> ", search.PathFrom(world.FindPrincipal(name)!)?.Select(edge => $"{(edge.Technique < 0 ? "entry" : EscalationTechniques.All[edge.Technique].Id)} {world.Nodes[edge.To]}") ?? []);
}
