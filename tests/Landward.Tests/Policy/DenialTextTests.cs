using Landward.Policy;
using static Landward.Tests.Policy.Given;

namespace Landward.Tests.Policy;

public sealed class DenialTextTests
{
    private const string Subject = "User: " + User + " is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::data/key";

    [Fact]
    public void Missing_identity_allow_is_named() =>
        TextOf(PolicySet.Empty).ShouldBe($"{Subject} because no identity-based policy allows the s3:GetObject action");

    [Fact]
    public void Explicit_denies_name_the_kind_of_policy()
    {
        TextOf(new PolicySet { Identity = Policies(PolicyKind.Identity, Deny()) }).ShouldBe($"{Subject} with an explicit deny in an identity-based policy");
        TextOf(new PolicySet { Resource = Attached(PolicyKind.Resource, Deny(more: "\"Principal\":\"*\"")) }).ShouldBe($"{Subject} with an explicit deny in a resource-based policy");
        TextOf(new PolicySet { PermissionsBoundary = Policies(PolicyKind.PermissionsBoundary, Deny()) }).ShouldBe($"{Subject} with an explicit deny in a permissions boundary");
    }

    [Fact]
    public void Scp_denials_use_the_explicit_wording_even_when_implicit()
    {
        TextOf(new PolicySet { ServiceControlPolicies = [Level("root", Allow(), Deny())] }).ShouldBe($"{Subject} with an explicit deny in a service control policy");
        TextOf(new PolicySet { ServiceControlPolicies = [Level("root", Allow("ec2:*"))] }).ShouldBe($"{Subject} with an explicit deny in a service control policy");
    }

    [Fact]
    public void Boundary_and_session_are_named_when_the_identity_allows()
    {
        var identity = Policies(PolicyKind.Identity, Allow());
        TextOf(new PolicySet { Identity = identity, PermissionsBoundary = Policies(PolicyKind.PermissionsBoundary, Allow("ec2:*")) })
            .ShouldBe($"{Subject} because no permissions boundary allows the s3:GetObject action");
        TextOf(new PolicySet { Identity = identity, Session = Policies(PolicyKind.Session, Allow("ec2:*")) })
            .ShouldBe($"{Subject} because no session policy allows the s3:GetObject action");
    }

    [Fact]
    public void Allowed_request_has_no_denial_text() => TextOf(new PolicySet { Identity = Policies(PolicyKind.Identity, Allow()) }).ShouldBeEmpty();

    private static string TextOf(PolicySet policies)
    {
        var request = Request(User, "s3:GetObject", "arn:aws:s3:::data/key");
        return DenialText.For(request, PolicyEvaluator.Evaluate(request, policies));
    }
}
