using Landward.Access.Escalations;
using Landward.Policy;
using static Landward.Tests.Access.Escalations.SmallOrganization;

namespace Landward.Tests.Access.Escalations;

public class EveryTechniqueTests
{
    public static TheoryData<string> All => [.. EscalationTechniques.All.Select(technique => technique.Id)];

    public static TheoryData<string> InMembers => [.. EscalationTechniques.All.Where(technique => !new TechniqueCase(technique).InManagement).Select(technique => technique.Id)];

    public static TheoryData<string> PassingRoles => [.. EscalationTechniques.All.Where(technique => technique.PassedTo is not null).Select(technique => technique.Id)];

    /// <summary>Edits of a permission set need the role of another test: see <see cref="IdentityCenterPathTests"/>.</summary>
    private static bool IsElsewhere(EscalationTechnique technique) => OrganizationTechniques.IdentityCenter.Contains(technique) && technique.Gain == EscalationGain.Permissions;

    [Theory]
    [MemberData(nameof(All))]
    public void It_leads_to_an_administrator_in_one_step(string id)
    {
        var technique = EscalationTechniques.Find(id);
        if (IsElsewhere(technique))
            return;
        var case_ = new TechniqueCase(technique);
        var path = case_.Build().PathOf(case_.Attacker).ShouldNotBeNull();
        var step = path.Steps.ShouldHaveSingleItem();
        step.Technique.ShouldBe(id);
        if (technique.Circumstance is { } circumstance)
            step.Conditions.ShouldContain(circumstance);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Its_requests_are_confirmed_by_the_evaluator(string id)
    {
        var technique = EscalationTechniques.Find(id);
        var case_ = new TechniqueCase(technique);
        foreach (var request in case_.Build().PathOf(case_.Attacker)?.Steps.SelectMany(step => step.Requests) ?? [])
        {
            if (request.Condition is null)
                PolicyEvaluator.Evaluate(request.Request, request.Policies).IsAllowed.ShouldBeTrue($"{request.Action} on {request.Resource}");
            else
                PolicyEvaluator.EvaluateResidual(request.Request, request.Policies).IsAllowed.ShouldBeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_explicit_deny_of_any_of_its_actions_stops_it(string id)
    {
        var technique = EscalationTechniques.Find(id);
        var case_ = new TechniqueCase(technique);
        foreach (var action in technique.Actions.Select(required => required.Action).Distinct())
            ShouldNotUse(id, case_.Build(Deny(action)), case_.Attacker);
    }

    [Theory]
    [MemberData(nameof(InMembers))]
    public void A_service_control_policy_that_denies_it_stops_it(string id)
    {
        var technique = EscalationTechniques.Find(id);
        var case_ = new TechniqueCase(technique);
        foreach (var action in technique.Actions.Select(required => required.Action).Distinct())
            ShouldNotUse(id, case_.Build().WithServiceControlPolicy(Deny(action)), case_.Attacker);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_boundary_that_does_not_allow_it_stops_it(string id)
    {
        var case_ = new TechniqueCase(EscalationTechniques.Find(id));
        // A trust policy that names the user itself grants past the user's boundary, as AWS documents.
        if (id == CredentialTechniques.AssumeRoleId)
            return;
        case_.Build().WithBoundary(case_.Attacker, Allow("s3:GetObject")).PathOf(case_.Attacker).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(PassingRoles))]
    public void Passing_the_role_to_another_service_only_stops_it(string id)
    {
        var technique = EscalationTechniques.Find(id);
        var case_ = new TechniqueCase(technique);
        var other = """{"StringEquals":{"iam:PassedToService":"someone.amazonaws.com"}}""";
        case_.Build(condition: other).PathOf(case_.Attacker).ShouldBeNull();
        case_.Build(condition: $$$"""{"StringEqualsIfExists":{"iam:PassedToService":"{{{technique.PassedTo}}}"}}""").PathOf(case_.Attacker).ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(PassingRoles))]
    public void A_role_that_does_not_trust_the_service_stops_it(string id)
    {
        var case_ = new TechniqueCase(EscalationTechniques.Find(id));
        case_.Build().Change(Role("Admin"), role => role with { Trust = SmallOrganization.Policy("trust", TrustsService("nobody.amazonaws.com"), PolicyKind.Trust) }).PathOf(case_.Attacker).ShouldBeNull();
    }

    /// <summary>What is left may be a weaker technique that needs fewer calls and luck, never this one and never for certain.</summary>
    private static void ShouldNotUse(string id, SmallOrganization organization, string from)
    {
        if (organization.PathOf(from) is not { } path)
            return;
        path.IsConditional.ShouldBeTrue();
        path.Steps.ShouldNotContain(step => step.Technique == id);
    }

    [Fact]
    public void Every_technique_is_documented()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "docs", "access.md"));
        EscalationTechniques.All.Where(technique => !text.Contains($"`{technique.Id}`", StringComparison.Ordinal)).Select(technique => technique.Id).ShouldBeEmpty();
    }
}
