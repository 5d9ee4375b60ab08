using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Detection.Baselines;

/// <summary>What a rule asks about how a principal usually behaves: the <c>baseline:</c> of its <c>landward:</c> block.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Learn">How long a principal is learned before it is judged; null for the run's window.</param>
public abstract record BaselineQuestion(string Rule, TimeSpan? Learn)
{
    /// <summary>What the rule is known by among the questions of the process.</summary>
    internal ulong Key { get; } = KeyedHash.Of(Rule);
}

/// <summary>Something the principal did not do before.</summary>
/// <param name="Factors">What is looked at.</param>
/// <param name="AtLeast">How many factors must be new.</param>
/// <param name="Otherwise">The severity when some are new, but fewer; null for no finding then.</param>
/// <param name="Apis">How many different new APIs within a day it takes.</param>
internal sealed record FirstSeenQuestion(string Rule, ImmutableArray<BaselineFactor> Factors, int AtLeast, Severity? Otherwise, int Apis, TimeSpan? Learn) : BaselineQuestion(Rule, Learn)
{
    public bool AsksForBucket { get; } = Factors.Contains(BaselineFactor.Bucket);

    public bool AsksForRole { get; } = Factors.Contains(BaselineFactor.Role);

    /// <summary>How many factors must be new for anything to be said.</summary>
    public int Least { get; } = Otherwise is null ? AtLeast : 1;
}

/// <summary>More within a day than on other days: more than the floor, than the median and so many deviations, and than twice the highest day.</summary>
/// <param name="By">The path of what is counted apart, such as the bucket; null for the principal alone.</param>
/// <param name="Sum">The name of a number in the event that is added up; null to count events.</param>
/// <param name="Floor">Days up to this are never reported.</param>
/// <param name="Factor">How many median absolute deviations above the median a day must lie.</param>
internal sealed record VolumeQuestion(string Rule, string? By, string? Sum, long Floor, double Factor, TimeSpan? Learn) : BaselineQuestion(Rule, Learn);

/// <summary>Two countries in less time than a journey takes.</summary>
internal sealed record TravelQuestion(string Rule, TimeSpan Within) : BaselineQuestion(Rule, null);
