using System.Collections.Frozen;
using System.Collections.Immutable;
using Landward.Access;
using Landward.Model;

namespace Landward.Tests.Access;

public class OrganizationLevelsTests
{
    private const string Everything = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""";
    private const string NoTrail = """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"cloudtrail:StopLogging","Resource":"*"}}""";

    private static readonly OrganizationPolicy Full = new("p-full", "FullAWSAccess", PolicyType.ServiceControlPolicy, Everything, AwsManaged: true);
    private static readonly OrganizationPolicy Guard = new("p-guard", "guard", PolicyType.ServiceControlPolicy, NoTrail, AwsManaged: false);

    private static OrganizationLevels Levels(string? guard = NoTrail) => new(new Organization(
        "o-example",
        AccountId.Parse("111122223333"),
        [
            new OrganizationalUnit("r-root", "Root", string.Empty, null, [Full]),
            new OrganizationalUnit("ou-1", "workloads", "workloads", "r-root", [Full, Guard with { Document = guard! }]),
        ],
        [
            new OrganizationAccount(AccountId.Parse("111122223333"), "management", "m@example.com", "ACTIVE", "r-root", FrozenDictionary<string, string>.Empty, [Full]),
            new OrganizationAccount(AccountId.Parse("222233334444"), "dev", "d@example.com", "ACTIVE", "ou-1", FrozenDictionary<string, string>.Empty, [Full]),
        ],
        FrozenDictionary<string, ImmutableArray<AccountId>>.Empty));

    [Fact]
    public void Levels_run_from_the_root_down_to_the_account()
    {
        var levels = Levels().Of("222233334444", PolicyType.ServiceControlPolicy);
        levels.Select(level => level.Target).ShouldBe(["root", "workloads", "dev"]);
        levels[1].Policies.Select(policy => policy.Name).ShouldBe(["FullAWSAccess", "guard"]);
    }

    [Fact]
    public void The_management_account_and_strangers_are_bound_by_nothing()
    {
        Levels().Of("111122223333", PolicyType.ServiceControlPolicy).ShouldBeEmpty();
        Levels().Of("999999999999", PolicyType.ServiceControlPolicy).ShouldBeEmpty();
    }

    [Fact]
    public void A_kind_of_policy_that_nobody_attached_takes_no_part() =>
        Levels().Of("222233334444", PolicyType.ResourceControlPolicy).ShouldBeEmpty();

    [Fact]
    public void The_path_is_the_one_of_the_principal_org_paths_key()
    {
        Levels().PathOf("222233334444").ShouldBe("o-example/r-root/ou-1/");
        Levels().PathOf("999999999999").ShouldBeNull();
    }

    [Fact]
    public void A_policy_that_cannot_be_read_is_no_silent_gap() =>
        Should.Throw<FormatException>(() => Levels("{").Of("222233334444", PolicyType.ServiceControlPolicy)).Message.ShouldContain("guard");
}
