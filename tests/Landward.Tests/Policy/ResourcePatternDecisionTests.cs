using Landward.Policy;
using static Landward.Tests.Policy.Given;

namespace Landward.Tests.Policy;

public sealed class ResourcePatternDecisionTests
{
    private const string Data = "arn:aws:s3:::data/*";

    [Theory]
    // resource, identity statements (;), overall, results
    [InlineData(Data, "Allow *", "Allowed", "object * Allowed")]
    [InlineData(Data, "Allow arn:aws:s3:::*", "Allowed", "object arn:aws:s3:::* Allowed")]
    [InlineData(Data, "Allow arn:aws:s3:::data/x/*;Allow arn:aws:s3:::other/*", "Allowed", "object arn:aws:s3:::data/x/* Allowed")]
    [InlineData(Data, "Allow *;Deny arn:aws:s3:::data/*", "ExplicitDeny", "object arn:aws:s3:::data/* ExplicitDeny")]
    [InlineData(Data, "Allow arn:aws:s3:::data/x/*;Deny *", "ExplicitDeny", "object arn:aws:s3:::data/* ExplicitDeny")]
    [InlineData(Data, "Deny arn:aws:s3:::data/*", "ExplicitDeny", "object arn:aws:s3:::data/* ExplicitDeny")]
    [InlineData(Data, "Deny arn:aws:s3:::data/x/*", "ImplicitDeny", "")]
    [InlineData(Data, "Allow arn:aws:s3:::data/x/*;Allow arn:aws:s3:::data/y/*;Deny arn:aws:s3:::data/x/*", "Allowed", "object arn:aws:s3:::data/x/* ExplicitDeny;object arn:aws:s3:::data/y/* Allowed")]
    [InlineData(Data, "Allow arn:aws:s3:::data/x/*;Deny arn:aws:s3:::data/x/*", "ExplicitDeny", "object arn:aws:s3:::data/x/* ExplicitDeny")]
    [InlineData("*", "Allow arn:aws:s3:::data;Allow arn:aws:s3:::data/x", "Allowed", "object arn:aws:s3:::data/x Allowed")]
    [InlineData("*", "Allow arn:aws:s3:::*", "Allowed", "object arn:aws:s3:::* Allowed")]
    public void Every_pattern_that_an_allow_names_is_decided(string resource, string statements, string overall, string results)
    {
        var set = new PolicySet { Identity = Policies(PolicyKind.Identity, [.. statements.Split(';').Select(Statement)]) };
        Check("s3:GetObject", resource, set, overall, results);
    }

    [Fact]
    public void NotResource_that_spares_some_of_the_request_stands_for_everything()
    {
        var set = new PolicySet { Identity = Policies(PolicyKind.Identity, """{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::data/x/*"}""") };
        Check("s3:GetObject", Data, set, "Allowed", "object * Allowed");
        Check("s3:GetObject", "arn:aws:s3:::data/x/*", set, "ImplicitDeny", string.Empty);
    }

    [Fact]
    public void Pattern_that_another_gate_stops_is_listed_as_implicitly_denied()
    {
        var set = new PolicySet
        {
            Identity = Policies(PolicyKind.Identity, Allow("*", "arn:aws:s3:::data/x/*"), Allow("*", "arn:aws:s3:::data/y/*"), Deny("*", "arn:aws:s3:::data/x/1")),
            PermissionsBoundary = Policies(PolicyKind.PermissionsBoundary, Allow("*", "arn:aws:s3:::data/y/*")),
        };
        Check("s3:GetObject", Data, set, "Allowed", "object arn:aws:s3:::data/x/* ImplicitDeny;object arn:aws:s3:::data/y/* Allowed");
        var denied = set with { Identity = Policies(PolicyKind.Identity, Allow("*", "arn:aws:s3:::data/x/*"), Allow("*", "arn:aws:s3:::data/y/*"), Deny("*", "arn:aws:s3:::data/y/*")) };
        Check("s3:GetObject", Data, denied, "ImplicitDeny", "object arn:aws:s3:::data/x/* ImplicitDeny;object arn:aws:s3:::data/y/* ExplicitDeny");
    }

    [Theory]
    [InlineData("arn:aws:s3:::data", "ImplicitDeny")]
    [InlineData("*", "Allowed")]
    public void Action_without_resource_types_is_reached_by_a_star_only(string resource, string overall)
    {
        var set = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow("*", resource)) };
        Check("s3:ListAllMyBuckets", "*", set, overall, $" * {overall}");
    }

    [Theory]
    [InlineData("iam:DeletePolicy", "arn:aws:iam::aws:policy/*", "ImplicitDeny")]
    [InlineData("iam:GetPolicy", "arn:aws:iam::aws:policy/*", "Allowed")]
    [InlineData("iam:DeleteRole", "arn:aws:iam::111122223333:role/aws-reserved/*", "ImplicitDeny")]
    [InlineData("iam:DeleteRole", "arn:aws:iam::111122223333:role/*", "Allowed")]
    [InlineData("kms:DeleteAlias", "arn:aws:kms:us-east-1:111122223333:alias/aws/*", "ImplicitDeny")]
    public void Rules_of_services_hold_for_patterns_within_them(string action, string resource, string overall)
    {
        var set = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow()) };
        Decide(action, resource, set).Overall.ToString().ShouldBe(overall);
    }

    private static void Check(string action, string resource, PolicySet set, string overall, string results)
    {
        var decision = Decide(action, resource, set);
        decision.Overall.ToString().ShouldBe(overall);
        string.Join(';', decision.Results.Select(result => $"{result.ResourceType} {result.Pattern} {result.Decision.Outcome}")).ShouldBe(results);
    }

    private static ResourcePatternDecision Decide(string action, string resource, PolicySet set) =>
        ResourcePatternEvaluator.Evaluate(new AuthorizationRequest(Caller(User), action, resource, Account, anyResource: true), set, IamFacts.Current.ResourceTypesOf(action));

    private static string Statement(string text) => text.Split(' ') is ["Allow", var resource] ? Allow("*", resource) : Deny("*", text.Split(' ')[1]);
}
