using Landward.Sandbox.Services.SecretsManager;

namespace Landward.Tests.Sandbox.SecretsManager;

public sealed class SecretTests
{
    private readonly SandboxHarness _sandbox = new(SecretsManagerService.AddTo) { Answered = DescribedCall.Check };

    private SandboxClient Client => _sandbox.Management;

    private string Create(string name, string value) => Client.Call("secretsmanager", "CreateSecret", new { Name = name, SecretString = value })["ARN"]!.ToString();

    private string Value(string id, string? stage = null) =>
        Client.Call("secretsmanager", "GetSecretValue", stage is null ? new { SecretId = id } : new { SecretId = id, VersionStage = stage })["SecretString"]!.ToString();

    [Fact]
    public void A_new_value_becomes_current_and_the_old_one_previous()
    {
        var arn = Create("app/db", "one");
        Client.Call("secretsmanager", "PutSecretValue", new { SecretId = "app/db", SecretString = "two" });
        (Value("app/db"), Value(arn, "AWSPREVIOUS"), Value(arn[..^7])).ShouldBe(("two", "one", "two"));
        Client.Call("secretsmanager", "PutSecretValue", new { SecretId = "app/db", SecretString = "three" });
        Value("app/db", "AWSPREVIOUS").ShouldBe("two");
        Client.Call("secretsmanager", "ListSecretVersionIds", new { SecretId = "app/db" })["Versions"]!.AsArray().Count.ShouldBe(2);
        Client.Call("secretsmanager", "ListSecretVersionIds", new { SecretId = "app/db", IncludeDeprecated = true })["Versions"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public void A_secret_waits_for_deletion_and_can_be_brought_back()
    {
        Create("doomed", "x");
        Client.Call("secretsmanager", "DeleteSecret", new { SecretId = "doomed", RecoveryWindowInDays = 7 });
        Client.Fails("secretsmanager", "GetSecretValue", new { SecretId = "doomed" }).Code.ShouldBe("InvalidRequestException");
        Client.Fails("secretsmanager", "CreateSecret", new { Name = "doomed" }).Code.ShouldBe("InvalidRequestException");
        Client.Call("secretsmanager", "ListSecrets")["SecretList"]!.AsArray().ShouldBeEmpty();
        Client.Call("secretsmanager", "RestoreSecret", new { SecretId = "doomed" });
        Value("doomed").ShouldBe("x");
        Client.Call("secretsmanager", "DeleteSecret", new { SecretId = "doomed", RecoveryWindowInDays = 7 });
        _sandbox.Advance(TimeSpan.FromDays(8));
        Client.Fails("secretsmanager", "DescribeSecret", new { SecretId = "doomed" }).Code.ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public void A_batch_names_what_it_could_not_get()
    {
        Create("a", "1");
        var output = Client.Call("secretsmanager", "BatchGetSecretValue", new { SecretIdList = new[] { "a", "absent" } });
        output["SecretValues"]![0]!["SecretString"]!.ToString().ShouldBe("1");
        output["Errors"]![0]!["ErrorCode"]!.ToString().ShouldBe("ResourceNotFoundException");
        Create("b", "2");
        Client.Call("secretsmanager", "BatchGetSecretValue", new { Filters = new[] { new { Key = "name", Values = new[] { "!a" } } } })["SecretValues"]!.AsArray()
            .Select(value => value!["Name"]!.ToString()).ShouldBe(["b"]);
    }

    [Theory]
    [InlineData("CreateSecret", """{"Name":"here"}""", "ResourceExistsException")]
    [InlineData("CreateSecret", """{"Name":"bad name"}""", "ValidationException")]
    [InlineData("GetSecretValue", """{"SecretId":"absent"}""", "ResourceNotFoundException")]
    [InlineData("GetSecretValue", """{"SecretId":"here","VersionStage":"NOSTAGE"}""", "ResourceNotFoundException")]
    [InlineData("DeleteSecret", """{"SecretId":"here","RecoveryWindowInDays":3}""", "InvalidParameterException")]
    [InlineData("PutResourcePolicy", """{"SecretId":"here","ResourcePolicy":"{"}""", "MalformedPolicyDocumentException")]
    [InlineData("PutResourcePolicy", """{"SecretId":"here","BlockPublicPolicy":true,"ResourcePolicy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}}"}""", "PublicPolicyException")]
    public void Wrong_input_answers_the_services_error(string operation, string input, string code)
    {
        Create("here", "x");
        Client.Fails("secretsmanager", operation, input).Code.ShouldBe(code);
    }
}
