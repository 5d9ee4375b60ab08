using Landward.Sandbox.Services.Efs;

namespace Landward.Tests.Sandbox.Efs;

public sealed class FileSystemTests
{
    private const string Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"elasticfilesystem:ClientMount"}]}""";

    private readonly SandboxHarness _sandbox = new(EfsService.AddTo) { Answered = DescribedCall.Check };

    private SandboxClient Client => _sandbox.Management;

    [Fact]
    public void A_file_system_lives_with_its_policy()
    {
        var made = Client.Call("efs", "CreateFileSystem", new { CreationToken = "one" });
        var (id, arn) = (made["FileSystemId"]!.ToString(), made["FileSystemArn"]!.ToString());
        Client.Fails("efs", "DescribeFileSystemPolicy", new { FileSystemId = id }).Code.ShouldBe("PolicyNotFound");
        Client.Call("efs", "PutFileSystemPolicy", new { FileSystemId = arn, Policy });
        Client.Call("efs", "DescribeFileSystemPolicy", new { FileSystemId = id })["Policy"]!.ToString().ShouldBe(Policy);
        Client.Call("efs", "DeleteFileSystemPolicy", new { FileSystemId = id });
        Client.Fails("efs", "DescribeFileSystemPolicy", new { FileSystemId = id }).Code.ShouldBe("PolicyNotFound");
        Client.Call("efs", "DeleteFileSystem", new { FileSystemId = id });
        Client.Call("efs", "DescribeFileSystems")["FileSystems"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("CreateFileSystem", """{"CreationToken":"one"}""", "FileSystemAlreadyExists")]
    [InlineData("CreateFileSystem", """{"CreationToken":"two","KmsKeyId":"k"}""", "BadRequest")]
    [InlineData("DeleteFileSystem", """{"FileSystemId":"fs-00000000000000000"}""", "FileSystemNotFound")]
    public void Wrong_input_answers_the_services_error(string operation, string input, string code)
    {
        Client.Call("efs", "CreateFileSystem", new { CreationToken = "one" });
        Client.Fails("efs", operation, input).Code.ShouldBe(code);
    }
}
