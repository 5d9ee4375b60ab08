using Landward.Aws;

namespace Landward.Tests.Aws.Credentials;

public sealed class CredentialChainTests
{
    [Fact]
    public async Task Unknown_profile_is_a_diagnostic_not_an_exception()
    {
        var search = await CredentialChain.FindAsync("landward-no-such-profile", TestContext.Current.CancellationToken);
        search.Provider.ShouldBeNull();
        search.Problem!.Code.ShouldBe("LW4002");
        search.Problem.Detail.ShouldContain("`landward-no-such-profile`");
    }
}
