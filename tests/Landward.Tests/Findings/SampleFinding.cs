using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Tests.Findings;

/// <summary>Findings to vary with <c>with</c>.</summary>
internal static class SampleFinding
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static Finding LeakedKey { get; } = new()
    {
        Id = "credential-leak-1",
        Type = "UnauthorizedAccess:IAMUser/LeakedKey",
        Title = "Access key used by somebody else",
        Description = "The access key of ci-deploy was used from an address never seen before.",
        Severity = Severity.High,
        Generator = "leaked-access-key",
        Techniques = ["T1078.004"],
        Tactics = ["initial-access"],
        Account = "222233334444",
        Region = "eu-west-1",
        Principal = "arn:aws:iam::222233334444:user/ci-deploy",
        Resources = [new FindingResource("AWS::IAM::User", "arn:aws:iam::222233334444:user/ci-deploy"), new FindingResource("AWS::IAM::AccessKey", "AKIAIOSFODNN7EXAMPLE")],
        FirstSeen = Start,
        LastSeen = Start.AddMinutes(5),
        Count = 2,
        Evidence = [EventAt(1, 0), EventAt(2, 5)],
        Facts = ImmutableSortedDictionary<string, string>.Empty.Add("accessKeyId", "AKIAIOSFODNN7EXAMPLE").Add("userName", "ci-deploy"),
    };

    public static Evidence EventAt(int id, int minute) =>
        new($"event-{id}", Start.AddMinutes(minute), "sts.amazonaws.com", "GetCallerIdentity", id % 2 == 0 ? "AccessDenied" : null, "s3://logs/a.json.gz");

    /// <summary>The leaked-key finding carrying exactly these events, numbered by their minute.</summary>
    public static Finding WithEvents(params int[] minutes) => LeakedKey with
    {
        FirstSeen = Start.AddMinutes(minutes.Min()),
        LastSeen = Start.AddMinutes(minutes.Max()),
        Count = minutes.Length,
        Evidence = [.. minutes.Select(minute => EventAt(minute, minute))],
    };
}
