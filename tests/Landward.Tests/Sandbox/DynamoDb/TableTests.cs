using Landward.Sandbox.Services.DynamoDb;

namespace Landward.Tests.Sandbox.DynamoDb;

public sealed class TableTests
{
    private const string Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"dynamodb:GetItem","Resource":"*"}]}""";

    private readonly SandboxHarness _sandbox = new(DynamoDbService.AddTo) { Answered = DescribedCall.Check };

    private SandboxClient Client => _sandbox.Management;

    private (string Table, string Stream) Create(string name = "orders")
    {
        var table = Client.Call("dynamodb", "CreateTable", $$$"""{"TableName":"{{{name}}}","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"}}""")["TableDescription"]!;
        return (table["TableArn"]!.ToString(), table["LatestStreamArn"]!.ToString());
    }

    [Fact]
    public void A_table_and_its_stream_have_policies_of_their_own()
    {
        var (table, stream) = Create();
        var revision = Client.Call("dynamodb", "PutResourcePolicy", new { ResourceArn = table, Policy, ExpectedRevisionId = "NO_POLICY" })["RevisionId"]!.ToString();
        Client.Fails("dynamodb", "GetResourcePolicy", new { ResourceArn = stream }).Code.ShouldBe("PolicyNotFoundException");
        Client.Call("dynamodb", "GetResourcePolicy", new { ResourceArn = table })["RevisionId"]!.ToString().ShouldBe(revision);
        Client.Fails("dynamodb", "DeleteResourcePolicy", new { ResourceArn = table, ExpectedRevisionId = "old" }).Code.ShouldBe("PolicyNotFoundException");
        Client.Call("dynamodb", "DeleteResourcePolicy", new { ResourceArn = table });
        Client.Fails("dynamodb", "GetResourcePolicy", new { ResourceArn = table }).Code.ShouldBe("PolicyNotFoundException");
        Client.Call("dynamodb", "DeleteTable", new { TableName = "orders" });
        Client.Fails("dynamodb", "DescribeTable", new { TableName = "orders" }).Code.ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public void Tables_are_listed_in_pages()
    {
        foreach (var name in new[] { "first", "second", "third" })
            Create(name);
        var page = Client.Call("dynamodb", "ListTables", new { Limit = 2 });
        page["LastEvaluatedTableName"]!.ToString().ShouldBe("second");
        var rest = Client.Call("dynamodb", "ListTables", new { Limit = 2, ExclusiveStartTableName = "second" });
        rest["TableNames"]!.AsArray().Select(name => name!.ToString()).ShouldBe(["third"]);
        rest.ContainsKey("LastEvaluatedTableName").ShouldBeFalse();
    }

    [Theory]
    [InlineData("CreateTable", """{"TableName":"orders","KeySchema":[]}""", "ResourceInUseException")]
    [InlineData("CreateTable", """{"TableName":"other","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}""", "ValidationException")]
    [InlineData("DescribeTable", """{"TableName":"absent"}""", "ResourceNotFoundException")]
    [InlineData("PutResourcePolicy", """{"ResourceArn":"arn:aws:dynamodb:eu-west-1:111122223333:table/orders","Policy":"{"}""", "ValidationException")]
    [InlineData("GetResourcePolicy", """{"ResourceArn":"arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/other"}""", "ResourceNotFoundException")]
    public void Wrong_input_answers_the_services_error(string operation, string input, string code)
    {
        Create();
        Client.Fails("dynamodb", operation, input).Code.ShouldBe(code);
    }
}
