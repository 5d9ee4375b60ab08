using Landward.Access.Escalations;
using Landward.Tests.Access.Generated;

namespace Landward.Tests.Access.Escalations;

public class GeneratedOrganizationTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(100, LongSuite.Times(10))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Planted_paths_are_found_step_by_step(int seed)
    {
        var generator = new OrganizationGenerator(seed);
        var random = new Random(seed);
        var planted = Enumerable.Range(0, 4).Select(number => new PlantedPath(generator, random, number)).ToList();
        var report = EscalationAnalyzer.Analyze(generator.Build(), new EscalationOptions { MaxCuts = 0 }, CancellationToken.None);
        foreach (var expected in planted)
        {
            var path = report.Paths.SingleOrDefault(path => path.From == expected.Start).ShouldNotBeNull($"{string.Join(", ", expected.Techniques)}");
            path.Steps.Select(step => step.To).ShouldBe(expected.Nodes);
            path.Steps.Select(step => step.Technique).ShouldBe(expected.Techniques);
            path.IsConditional.ShouldBeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_denied_link_breaks_the_planted_path(int seed)
    {
        var generator = new OrganizationGenerator(seed);
        var planted = new PlantedPath(generator, new Random(seed), 0);
        // A role is the last to be gained by something: whatever the technique's first call is, nobody may make it.
        var action = EscalationTechniques.Find(planted.Techniques[^1]).Actions[0].Action;
        generator.PlantPolicy("r-root", Landward.Model.PolicyType.ServiceControlPolicy, "cut", $$"""{"Version":"2012-10-17","Statement":[{{SmallOrganization.Deny(action)}}]}""");
        var report = EscalationAnalyzer.Analyze(generator.Build(), new EscalationOptions { MaxCuts = 0 }, CancellationToken.None);
        report.Paths.ShouldNotContain(path => path.From == planted.Start);
    }
}
