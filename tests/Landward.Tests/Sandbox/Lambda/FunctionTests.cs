using System.Text.Json.Nodes;
using Landward.Sandbox.Services.Lambda;

namespace Landward.Tests.Sandbox.Lambda;

public sealed class FunctionTests
{
    private readonly MemberSandbox _sandbox = new(LambdaService.AddTo);

    private SandboxClient Client => _sandbox.Management;

    private string Role
    {
        get
        {
            var input = new { RoleName = "runner", AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""" };
            return Client.Call("iam", "CreateRole", input)["Role"]!["Arn"]!.ToString();
        }
    }

    private string Create() => Client.Call("lambda", "CreateFunction", new { FunctionName = "run", Runtime = "python3.13", Handler = "i.h", Role, Code = new { ZipFile = "AQID" } })["FunctionArn"]!.ToString();

    [Fact]
    public void A_function_lives_with_its_policy()
    {
        var arn = Create();
        Client.Call("lambda", "GetFunction", new { FunctionName = arn })["Configuration"]!["CodeSize"]!.ToString().ShouldBe("3");
        Client.Fails("lambda", "GetPolicy", new { FunctionName = "run" }).Code.ShouldBe("ResourceNotFoundException");
        Client.Call("lambda", "AddPermission", new { FunctionName = "run", StatementId = "bucket", Action = "lambda:InvokeFunction", Principal = "s3.amazonaws.com", SourceAccount = "111122223333", SourceArn = "arn:aws:s3:::b" });
        var statement = JsonNode.Parse(Client.Call("lambda", "GetPolicy", new { FunctionName = "run" })["Policy"]!.ToString())!["Statement"]![0]!;
        statement["Principal"]!["Service"]!.ToString().ShouldBe("s3.amazonaws.com");
        (statement["Resource"]!.ToString(), statement["Condition"]!["ArnLike"]!["AWS:SourceArn"]!.ToString()).ShouldBe((arn, "arn:aws:s3:::b"));
        Client.Call("lambda", "RemovePermission", new { FunctionName = "run", StatementId = "bucket" });
        Client.Fails("lambda", "GetPolicy", new { FunctionName = "run" }).Code.ShouldBe("ResourceNotFoundException");
        Client.Call("lambda", "UpdateFunctionConfiguration", new { FunctionName = "run", Timeout = 9 })["Timeout"]!.ToString().ShouldBe("9");
        Client.Call("lambda", "ListFunctions")["Functions"]!.AsArray().Count.ShouldBe(1);
        Client.Call("lambda", "DeleteFunction", new { FunctionName = "run" });
        Client.Call("lambda", "ListFunctions")["Functions"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void Versions_of_a_layer_keep_their_numbers_and_policies()
    {
        foreach (var number in new[] { 1, 2 })
            Client.Call("lambda", "PublishLayerVersion", new { LayerName = "tools", Content = new { ZipFile = "AQ==" } })["Version"]!.GetValue<long>().ShouldBe(number);
        Client.Call("lambda", "AddLayerVersionPermission", new { LayerName = "tools", VersionNumber = 1, StatementId = "all", Action = "lambda:GetLayerVersion", Principal = "*", OrganizationId = "o-abcdefghij" });
        Client.Call("lambda", "GetLayerVersionPolicy", new { LayerName = "tools", VersionNumber = 1 })["Policy"]!.ToString().ShouldContain("o-abcdefghij");
        Client.Fails("lambda", "GetLayerVersionPolicy", new { LayerName = "tools", VersionNumber = 2 }).Code.ShouldBe("ResourceNotFoundException");
        Client.Call("lambda", "DeleteLayerVersion", new { LayerName = "tools", VersionNumber = 2 });
        Client.Call("lambda", "ListLayers")["Layers"]![0]!["LatestMatchingVersion"]!["Version"]!.GetValue<long>().ShouldBe(1);
        Client.Call("lambda", "PublishLayerVersion", new { LayerName = "tools", Content = new { ZipFile = "AQ==" } })["Version"]!.GetValue<long>().ShouldBe(3);
    }

    [Theory]
    [InlineData("CreateFunction", """{"FunctionName":"run","Runtime":"python3.13","Handler":"i.h","Role":"arn:aws:iam::111122223333:role/absent","Code":{"ZipFile":"AQ=="}}""", "InvalidParameterValueException")]
    [InlineData("CreateFunction", """{"FunctionName":"new","Role":"arn:aws:iam::111122223333:role/runner","Code":{"ZipFile":"AQ=="}}""", "InvalidParameterValueException")]
    [InlineData("GetFunction", """{"FunctionName":"absent"}""", "ResourceNotFoundException")]
    [InlineData("GetFunction", """{"FunctionName":"111122223333:function:run"}""", "ValidationException")]
    [InlineData("GetFunction", """{"FunctionName":"arn:aws:lambda:us-east-1:111122223333:function:run"}""", "ResourceNotFoundException")]
    [InlineData("AddPermission", """{"FunctionName":"run","StatementId":"s","Action":"lambda:InvokeFunction","Principal":"nobody"}""", "InvalidParameterValueException")]
    [InlineData("AddPermission", """{"FunctionName":"run","StatementId":"s","Action":"s3:GetObject","Principal":"*"}""", "ValidationException")]
    [InlineData("AddPermission", """{"FunctionName":"run","StatementId":"s","Action":"lambda:InvokeFunction","Principal":"*","RevisionId":"old"}""", "PreconditionFailedException")]
    [InlineData("RemovePermission", """{"FunctionName":"run","StatementId":"absent"}""", "ResourceNotFoundException")]
    [InlineData("PublishLayerVersion", """{"LayerName":"arn:aws:lambda:eu-west-1:1:layer:x","Content":{"ZipFile":"AQ=="}}""", "InvalidParameterValueException")]
    public void Wrong_input_answers_the_services_error(string operation, string input, string code)
    {
        Create();
        Client.Fails("lambda", operation, input).Code.ShouldBe(code);
    }
}
