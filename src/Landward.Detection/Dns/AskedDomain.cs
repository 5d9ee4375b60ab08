using System.Runtime.CompilerServices;

namespace Landward.Detection.Dns;

/// <summary>What one source's queries for a registered domain said about it.</summary>
internal struct AskedDomain
{
    /// <summary>When it was asked for first, in seconds since 1970.</summary>
    public long Time;

    /// <summary>What <see cref="NameModel.Evidence"/> says about its name.</summary>
    public sbyte Evidence;

    public DomainAnswers Answers;

    /// <summary>The first query that a finding may cite. Apart, for most domains have none.</summary>
    public StrongBox<DnsSighting>? First;

    public readonly bool IsGenerated => Evidence >= NameModel.Generated;

    public readonly bool Exists => (Answers & DomainAnswers.Exists) != DomainAnswers.None;

    /// <summary>It was said not to exist, and nothing said that it does.</summary>
    public readonly bool DoesNotExist => (Answers & (DomainAnswers.Exists | DomainAnswers.Missing)) == DomainAnswers.Missing;

    /// <summary>Nothing was said about it at all.</summary>
    public readonly bool Failed => (Answers & (DomainAnswers.Exists | DomainAnswers.Missing | DomainAnswers.Failed)) == DomainAnswers.Failed;

    public readonly bool IsForAddress => (Answers & DomainAnswers.ForAddress) != DomainAnswers.None;

    public readonly AskedDomain With(AskedDomain other) => new()
    {
        Time = Math.Min(Time, other.Time),
        Evidence = Evidence,
        Answers = Answers | other.Answers,
        First = First is { } mine && other.First is { } theirs ? (mine.Value.CompareTo(theirs.Value) <= 0 ? mine : theirs) : First ?? other.First,
    };
}
