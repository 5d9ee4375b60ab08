using FsCheck;
using FsCheck.Fluent;
using Landward.Policy;

namespace Landward.Tests.Policy.Facts;

public sealed class ActionUniverseTests
{
    private static readonly ActionUniverse Universe = IamFacts.Current.Universe;
    private static readonly IamService S3 = IamFacts.Current.FindService("s3")!;

    [Fact]
    public void Every_action_known_or_not_has_one_atom()
    {
        Universe.AtomOf("s3:getobject").ShouldBe(IamFacts.Current.FindAction("s3:GetObject")!.Id);
        Universe.AtomOf("s3:InventedToday").ShouldBe(Universe.OtherOf(S3));
        Universe.AtomOf("nosuchservice:Do").ShouldBe(Universe.UnknownServices);
        Universe.Count.ShouldBe(22_091 + 456 + 1);
        Universe.All.Count.ShouldBe(Universe.Count);
        Universe.None.IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData("*", true, true)]
    [InlineData("**", true, true)]
    [InlineData("s3:*", true, true)]
    [InlineData("S3:?*", true, true)]
    [InlineData("s?:*", true, true)]
    [InlineData("*:*", true, true)]
    [InlineData("s3:Get*", true, false)]
    [InlineData("s3:??*", true, false)]
    [InlineData("s3:GetObjec?", true, false)]
    [InlineData("*:Get*", true, false)]
    [InlineData("s3:InventedToday", true, false)]
    [InlineData("s3:GetObject", false, false)]
    [InlineData("sqs:*", false, false)]
    [InlineData("s3:Get Object", false, false)]
    [InlineData("s3", false, false)]
    public void A_pattern_may_match_or_covers_the_other_actions_of_a_service(string pattern, bool may, bool covers)
    {
        Universe.MayMatchOther(S3, pattern).ShouldBe(may);
        Universe.CoversOther(S3, pattern).ShouldBe(covers);
    }

    [Theory]
    [InlineData("*", true, true)]
    [InlineData("*:*", true, true)]
    [InlineData("s*:*", true, false)]
    [InlineData("*:Get*", true, false)]
    [InlineData("nosuchservice:*", true, false)]
    [InlineData("s3:*", false, false)]
    public void A_pattern_may_match_or_covers_the_actions_of_unknown_services(string pattern, bool may, bool covers)
    {
        Universe.MayMatchOther(null, pattern).ShouldBe(may);
        Universe.CoversOther(null, pattern).ShouldBe(covers);
    }

    [Fact]
    public void NotAction_is_certain_only_where_nothing_may_be_excluded()
    {
        var statement = PolicyDocument.Parse("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["s3:Get*","iam:*"],"Resource":"*"}}""").Document!.Statements[0];
        var match = Universe.Match(statement);
        match.Certain.Contains(Universe.AtomOf("s3:PutObject")).ShouldBeTrue();
        match.Possible.Contains(Universe.AtomOf("s3:GetObject")).ShouldBeFalse();
        match.Possible.Contains(Universe.OtherOf(S3)).ShouldBeTrue();
        match.Certain.Contains(Universe.OtherOf(S3)).ShouldBeFalse();
        match.Possible.Contains(Universe.AtomOf("iam:InventedToday")).ShouldBeFalse();
        match.Certain.Contains(Universe.UnknownServices).ShouldBeTrue();
    }

    [Fact]
    public void An_extra_action_is_told_apart_from_the_other_unknown_ones()
    {
        var universe = new ActionUniverse(IamFacts.Current, ["s3:InventedToday", "S3:inventedtoday", "s3:GetObject", "new:Do", "s3:Get*", "bad"]);
        universe.Count.ShouldBe(Universe.Count + 2);
        universe.NameOf(universe.AtomOf("s3:INVENTEDTODAY")).ShouldBe("s3:InventedToday");
        universe.Match("s3:InventedToday").IsExact.ShouldBeTrue();
        universe.Match("new:Do").IsExact.ShouldBeTrue();
        universe.Match("s3:Inv*").Certain.Contains(universe.AtomOf("s3:InventedToday")).ShouldBeTrue();
        universe.Match("s3:Inv*").IsExact.ShouldBeFalse();
    }

    [Fact]
    public void Sets_are_algebra()
    {
        var get = Universe.Match("s3:Get*").Certain;
        var s3 = Universe.Match("s3:*").Certain;
        s3.Covers(get).ShouldBeTrue();
        get.Covers(s3).ShouldBeFalse();
        s3.Except(get).Union(get).ShouldBe(s3);
        s3.Except(get).Overlaps(get).ShouldBeFalse();
        s3.Intersect(get).ShouldBe(get);
        s3.First.ShouldBe(S3.FirstActionId);
        Universe.None.First.ShouldBe(-1);
        s3.Count.ShouldBe(S3.ActionCount + 1);
        Should.Throw<ArgumentException>(() => s3.Union(new ActionUniverse(IamFacts.Current, Enumerable.Range(0, 64).Select(i => $"s3:New{i}")).All));
    }

    /// <summary>Whatever the pattern: a name that the evaluator's matcher takes is possible, and a certain atom's names are all taken.</summary>
    [Fact]
    public void Certain_and_possible_bound_what_the_evaluator_matches()
    {
        var names = new[] { "s3:GetObject", "s3:GetObjectX", "s3:X", "s3:Get", "sqs:SendMessage", "sqs:Y", "zz:GetObject", "z:Z", "iam:PassRole" };
        var text = Gen.Elements("s3", "sqs", "s?", "*", "z*", "zz", "?3").SelectMany(
            _ => Gen.Elements("*", "Get*", "?", "?*", "GetObject", "*Object?", "X", "??*", "G*t"),
            (service, name) => $"{service}:{name}");
        Prop.ForAll(text.ToArbitrary(), pattern =>
        {
            var match = Universe.Match(pattern);
            match.Possible.Covers(match.Certain).ShouldBeTrue();
            var glob = Landward.Policy.Matching.Glob.Compile(pattern.ToLowerInvariant());
            foreach (var name in names)
            {
                var matches = glob.Matches(name.ToLowerInvariant());
                var atom = Universe.AtomOf(name);
                if (matches)
                    match.Possible.Contains(atom).ShouldBeTrue($"{pattern} {name}");
                else
                    match.Certain.Contains(atom).ShouldBeFalse($"{pattern} {name}");
            }
        }).QuickCheckThrowOnFailure();
    }
}
