using Landward.Detection;
using Landward.Tests.Detection.VpcFlow.Generated;

namespace Landward.Tests.Detection.VpcFlow;

public sealed class FlowQualityTests
{
    private static readonly DetectionCatalogue Catalogue = DetectionCatalogue.Load([]);

    [Fact]
    public async Task Every_type_is_found_with_few_errors_in_generated_traffic()
    {
        var quality = new FlowQuality();
        foreach (var i in Enumerable.Range(0, LongSuite.Times(1)))
        {
            var seed = LongSuite.Seed + i;
            var scenario = FlowScenario.Create(seed, FlowFormat.All[i % FlowFormat.All.Length]);
            var result = await new Detector(Catalogue, new DetectionOptions { Lists = FlowQuality.Lists(scenario) })
                .RunAsync(scenario.Sources(files: 6, isCompressed: false), CancellationToken.None);
            result.Diagnostics.ShouldBeEmpty();
            quality.Add(seed, scenario, result);
        }
        foreach (var line in quality.Lines().Concat(quality.Errors))
            TestContext.Current.TestOutputHelper!.WriteLine(line);
        // Of a type there is little in a sample: then the bar holds for all of them together.
        foreach (var (type, precision, recall, count) in quality.Scores.Where(score => score.Count >= 20))
            Math.Min(precision, recall).ShouldBeGreaterThanOrEqualTo(0.95, type);
        quality.Errors.Count.ShouldBeLessThanOrEqualTo((int)Math.Ceiling(0.05 * quality.Scores.Sum(score => score.Count)), string.Join('\n', quality.Errors));
    }
}
