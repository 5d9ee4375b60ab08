using Landward.Sandbox.Services.Ecr;

namespace Landward.Tests.Sandbox.Ecr;

public sealed class RepositoryTests
{
    private const string Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage"}]}""";

    private readonly SandboxHarness _sandbox = new(EcrService.AddTo) { Answered = DescribedCall.Check };

    private SandboxClient Client => _sandbox.Management;

    [Fact]
    public void A_repository_lives_with_its_policy()
    {
        Client.Call("ecr", "CreateRepository", new { repositoryName = "team/app" });
        Client.Call("ecr", "SetRepositoryPolicy", new { repositoryName = "team/app", policyText = Policy });
        Client.Call("ecr", "GetRepositoryPolicy", new { repositoryName = "team/app" })["policyText"]!.ToString().ShouldBe(Policy);
        Client.Call("ecr", "DescribeRepositories")["repositories"]![0]!["repositoryArn"]!.ToString().ShouldBe("arn:aws:ecr:eu-west-1:111122223333:repository/team/app");
        Client.Call("ecr", "DeleteRepositoryPolicy", new { repositoryName = "team/app" });
        Client.Fails("ecr", "GetRepositoryPolicy", new { repositoryName = "team/app" }).Code.ShouldBe("RepositoryPolicyNotFoundException");
        Client.Call("ecr", "DeleteRepository", new { repositoryName = "team/app" });
        Client.Call("ecr", "DescribeRepositories")["repositories"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("CreateRepository", """{"repositoryName":"app"}""", "RepositoryAlreadyExistsException")]
    [InlineData("CreateRepository", """{"repositoryName":"App"}""", "InvalidParameterException")]
    [InlineData("DescribeRepositories", """{"repositoryNames":["absent"]}""", "RepositoryNotFoundException")]
    [InlineData("SetRepositoryPolicy", """{"repositoryName":"app","policyText":"{"}""", "InvalidParameterException")]
    public void Wrong_input_answers_the_services_error(string operation, string input, string code)
    {
        Client.Call("ecr", "CreateRepository", new { repositoryName = "app" });
        Client.Fails("ecr", operation, input).Code.ShouldBe(code);
    }
}
