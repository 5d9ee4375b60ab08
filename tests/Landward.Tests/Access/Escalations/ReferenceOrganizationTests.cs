using System.Collections.Immutable;
using Landward.Access;
using Landward.Access.Escalations;
using Landward.Cli.Access;
using Landward.Cli.Workspaces;
using Landward.LandingZone;
using Landward.Policy;
using Landward.Tests.LandingZone;
using static Landward.Tests.Access.Escalations.SmallOrganization;

namespace Landward.Tests.Access.Escalations;

/// <summary>Paths planted in the reference organization, under the guardrails and boundaries of its spec.</summary>
public sealed class ReferenceOrganizationTests
{
    private static readonly Lazy<AccessSnapshot> Reference = new(Load);

    private static string Workload => Reference.Value.Organization!.Accounts.First(account => Reference.Value.Organization.PathTo(account.Id) is [.., { Path: var path }] && path.StartsWith("workloads", StringComparison.Ordinal)).Id.Value;

    private static AccessSnapshot Load()
    {
        using var directory = new TemporaryDirectory();
        Blueprints.Write("reference", directory.Path);
        var (desired, _) = SpecLoader.Expand(Path.Combine(directory.Path, "landward.yaml"));
        return SpecSnapshot.Of(desired!, ImmutableDictionary<string, string>.Empty);
    }

    private static AccessPrincipal New(string arn, string? trust, params ReadOnlySpan<string> statements) => new()
    {
        Principal = Principal.FromArn(arn)!,
        Identity = [SmallOrganization.Policy("planted", string.Join(',', statements), PolicyKind.Identity)],
        Trust = trust is null ? null : SmallOrganization.Policy("trust", trust, PolicyKind.Trust),
    };

    private static EscalationReport With(params AccessPrincipal[] planted)
    {
        var snapshot = Reference.Value;
        snapshot = snapshot with
        {
            Accounts = [.. snapshot.Accounts.Select(account => account with { Principals = [.. account.Principals.Concat(planted.Where(principal => principal.Account == account.Id.Value)).OrderBy(principal => principal.Arn, StringComparer.Ordinal)] })],
        };
        return EscalationAnalyzer.Analyze(snapshot, new EscalationOptions { MaxCuts = 0 }, CancellationToken.None);
    }

    [Fact]
    public void A_planted_chain_is_found_step_by_step()
    {
        var (start, middle, end) = (Role("ci", Workload), Role("builder", Workload), Role("legacy-admin", Workload));
        var report = With(
            New(start, TrustsService("codebuild.amazonaws.com"), Allow("sts:AssumeRole", middle)),
            New(middle, Trusts(start), Allow("iam:PassRole cloudformation:CreateStack")),
            New(end, TrustsService("cloudformation.amazonaws.com"), SmallOrganization.Admin));
        var path = report.Paths.Single(path => path.From == start);
        path.Steps.Select(step => (step.Technique, step.To)).ShouldBe([("assume-role", middle), ("passrole-cloudformation-create-stack", end)]);
        path.IsConditional.ShouldBeFalse();
    }

    [Fact]
    public void Landwards_own_roles_cannot_be_taken_over_from_within_an_account()
    {
        var start = Role("meddler", Workload);
        var report = With(New(start, TrustsService("codebuild.amazonaws.com"), Allow("iam:UpdateAssumeRolePolicy iam:AttachRolePolicy iam:PutRolePolicy iam:PassRole sts:AssumeRole", "arn:aws:iam::*:role/landward/*")));
        report.Paths.ShouldNotContain(path => path.From == start);
    }

    [Fact]
    public void The_organization_as_it_is_written_lets_nobody_in_from_outside()
    {
        var report = With();
        report.Administrators.ShouldNotBeEmpty();
        report.Paths.ShouldNotContain(path => path.Kind == EscalationNodeKind.Outsider || path.Kind == EscalationNodeKind.Everyone);
    }
}
