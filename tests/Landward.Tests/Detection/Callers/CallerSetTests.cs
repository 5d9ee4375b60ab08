using Landward.Detection.Callers;

namespace Landward.Tests.Detection.Callers;

public sealed class CallerSetTests
{
    private static readonly CallerHistory Nothing = new();

    [Fact]
    public void One_unfamiliar_caller_among_familiar_ones_is_enough()
    {
        var set = new CallerSet();
        set.Add(new Caller(CallerKind.MultiFactor));
        set.WhyEveryday(Nothing).ShouldBe("the caller used MFA");
        set.Add(new Caller(CallerKind.Session, Credential: 1, Place: 2, Role: 3, Began: 4));
        set.WhyEveryday(Nothing).ShouldBeNull();
    }

    [Fact]
    public void Nobody_is_not_everyday() => new CallerSet().WhyEveryday(Nothing).ShouldBeNull();

    [Fact]
    public void Reasons_are_named_once_each()
    {
        var set = new CallerSet();
        for (var i = 0; i < 3; i++)
        {
            set.Add(new Caller(CallerKind.Service));
            set.Add(new Caller(CallerKind.Federated));
        }
        set.WhyEveryday(Nothing).ShouldBe("a service of AWS called, the session began with a web identity, such as that of a build job");
    }

    /// <summary>Thousands of sessions behind one finding cost no more than some hundred, and are no reason by themselves.</summary>
    [Fact]
    public void Very_many_callers_are_judged_by_a_sample_that_does_not_depend_on_workers()
    {
        var sets = new[] { new CallerSet(), new CallerSet() };
        for (var i = 0UL; i < 5_000; i++)
            sets[i % 2].Add(new Caller(CallerKind.Session, Credential: i, Place: i, Role: 3, Began: 4));
        sets[0].Merge(sets[1]);
        sets[0].WhyEveryday(Nothing).ShouldBeNull();
    }
}
