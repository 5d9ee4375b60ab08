using Landward.Access;

namespace Landward.Tests.Access.Generated;

public class OrganizationGeneratorTests
{
    [Fact]
    public void The_same_seed_gives_the_same_organization()
    {
        var first = new OrganizationGenerator(seed: 7, accounts: 30, principalsPerAccount: 25).Build();
        var second = new OrganizationGenerator(seed: 7, accounts: 30, principalsPerAccount: 25).Build();
        Describe(first).ShouldBe(Describe(second));
        Describe(first).ShouldNotBe(Describe(new OrganizationGenerator(seed: 8, accounts: 30, principalsPerAccount: 25).Build()));
    }

    [Fact]
    public void Sizes_are_as_asked_and_documents_are_shared()
    {
        var generator = new OrganizationGenerator(seed: 3, accounts: 40, principalsPerAccount: 50);
        var snapshot = generator.Build();
        snapshot.Accounts.Length.ShouldBe(40);
        snapshot.Principals.Count().ShouldBe(2_000);
        snapshot.Principals.Select(principal => principal.Arn).Distinct(StringComparer.Ordinal).Count().ShouldBe(2_000);
        generator.Policies.DistinctDocuments.ShouldBeLessThan(1_200);
        snapshot.Organization!.Accounts.Select(account => account.Id).ShouldBe(snapshot.Accounts.Select(account => account.Id));
    }

    [Fact]
    public void What_is_planted_is_there_and_replaces_what_has_its_name()
    {
        var generator = new OrganizationGenerator(seed: 3);
        var arn = generator.PlantRole(generator.Accounts[5], "ci/Deploy", TrustTexts.Aws("*"), PolicyTexts.FullAccess);
        var role = generator.Build().Principals.Where(principal => principal.Arn == arn).ShouldHaveSingleItem();
        role.Identity.ShouldHaveSingleItem().Document.Text.ShouldBe(PolicyTexts.FullAccess);
    }

    private static string Describe(AccessSnapshot snapshot) =>
        string.Join('\n', snapshot.Principals.Select(principal => principal.Arn + string.Join(',', principal.Identity.Select(policy => policy.Name)) + string.Join(',', principal.Tags))
            .Concat(snapshot.Resources.Select(resource => resource.Arn))
            .Concat(snapshot.Organization!.Accounts.Select(account => account.ParentId)));
}
