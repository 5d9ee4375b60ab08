using System.Text;
using Landward.Detection;
using Landward.Logs;
using Landward.Model;

namespace Landward.Tests.Detection.AttackTechniques;

/// <summary>
/// What the pack says about one technique at a time, with nothing else in the log: a finding of medium or more that cites one of its
/// events and names its tactic.
/// </summary>
public sealed class AttackTechniquesTests
{
    /// <summary>With a session these are what tools and back-ups do all day, and the pack says nothing.</summary>
    private static readonly string[] QuietForSessions =
    [
        "defense-evasion: snapshots of a disk are mounted elsewhere",
        "defense-evasion: session tokens of machines are not required",
        "defense-evasion: the subscription of a topic of alarms is removed",
        "credential-access: environments of functions",
        "discovery: one's own permissions",
        "discovery: buckets and who may read them",
        "discovery: models that may be used",
        "discovery: everything at once",
    ];

    private static readonly Detector Detector = new(DetectionCatalogue.Load([]), new DetectionOptions());

    public static TheoryData<string> Tactics => [.. AttackTechnique.All.Select(technique => technique.Tactic).Distinct()];

    [Theory]
    [MemberData(nameof(Tactics))]
    public async Task Technique_with_a_stolen_key_is_found(string tactic) => (await MissedAsync(tactic, AttackCaller.Key)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Tactics))]
    public async Task Technique_with_a_stolen_session_is_found(string tactic) =>
        (await MissedAsync(tactic, AttackCaller.Session)).ShouldBe(QuietForSessions.Where(name => name.StartsWith(tactic + ":", StringComparison.Ordinal)), ignoreOrder: true);

    [Fact]
    public void Techniques_of_every_tactic_are_tried() => AttackTechnique.All.CountBy(technique => technique.Tactic).ShouldAllBe(tactic => tactic.Value >= 3);

    private static async Task<IReadOnlyList<string>> MissedAsync(string tactic, AttackCaller caller)
    {
        var missed = new List<string>();
        foreach (var technique in AttackTechnique.All.Where(technique => technique.Tactic == tactic))
        {
            var findings = await DetectAsync(technique, caller);
            if (!findings.Any(finding => finding.Severity >= Severity.Medium && finding.Evidence.Length > 0 && finding.Tactics.Contains(tactic)))
                missed.Add($"{tactic}: {technique.Name}");
        }
        return missed;
    }

    private static async Task<IReadOnlyList<Finding>> DetectAsync(AttackTechnique technique, AttackCaller caller)
    {
        var log = Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', technique.Records(caller).Select(record => record.ToJsonString()))}}]}""");
        var result = await Detector.RunAsync([new LogSource("log.json", _ => Task.FromResult<Stream>(new MemoryStream(log)))], TestContext.Current.CancellationToken);
        result.Diagnostics.ShouldBeEmpty();
        return result.Findings;
    }
}
