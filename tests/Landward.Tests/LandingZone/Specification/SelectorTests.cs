using Landward.LandingZone.Specification;

namespace Landward.Tests.LandingZone.Specification;

public class SelectorTests
{
    [Theory]
    [InlineData("all", "management,log-archive,audit,dev,prod")]
    [InlineData("{ unit: workloads/** }", "dev,prod")]
    [InlineData("{ unit: workloads/* }", "dev,prod")]
    [InlineData("{ unit: workloads }", "")]
    [InlineData("{ unit: '**' }", "log-archive,audit,dev,prod")]
    [InlineData("{ unit: [security, workloads/dev] }", "log-archive,audit,dev")]
    [InlineData("{ account: management }", "management")]
    [InlineData("{ account: [prod, dev] }", "dev,prod")]
    [InlineData("{ tag: { env: [dev, uat] } }", "dev")]
    [InlineData("{ tag: { env: prod }, unit: workloads/** }", "prod")]
    [InlineData("{ tag: { env: prod }, unit: security }", "")]
    [InlineData("{ unit: '**', except: { account: audit } }", "log-archive,dev,prod")]
    [InlineData("{ except: { unit: workloads/** } }", "management,log-archive,audit")]
    [InlineData("{ unit: '**', except: { tag: { env: dev }, unit: workloads/** } }", "log-archive,audit,prod")]
    public void Accounts_are_chosen_in_the_order_of_the_spec(string selector, string expected)
    {
        var text = Specs.Minimal + $"access: {{ identityCenter: {{ groups: [g], permissionSets: {{ p: {{}} }}, assignments: [ {{ group: g, permissionSet: p, accounts: {selector} }} ] }} }}\n";
        var spec = Specs.Parse(text).Spec.ShouldNotBeNull();
        string.Join(',', spec.Access.IdentityCenter!.Assignments[0].Accounts.Resolve(spec)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("workloads/**", "workloads", true)]
    [InlineData("workloads/**", "workloads/dev/x", true)]
    [InlineData("workloads/**", "workloads2", false)]
    [InlineData("**/dev", "workloads/dev", true)]
    [InlineData("**/dev", "dev", true)]
    [InlineData("*/dev", "a/b/dev", false)]
    [InlineData("a.b", "axb", false)]
    public void A_unit_pattern_covers_paths_by_key(string pattern, string path, bool covers) => Selector.UnitMatches(pattern, path).ShouldBe(covers);
}
