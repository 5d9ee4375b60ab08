using Landward.Sandbox.Services.S3;
using Landward.Sandbox.Services.S3Control;

namespace Landward.Tests.Sandbox.S3Control;

public sealed class AccessPointTests
{
    private const string Public = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}""";

    private readonly SandboxHarness _sandbox = new(S3Service.AddTo, S3ControlService.AddTo) { Answered = DescribedCall.Check };

    private SandboxClient Client => _sandbox.Management;

    private void Create(bool open)
    {
        Client.Call("s3", "CreateBucket", new { Bucket = "data", CreateBucketConfiguration = new { LocationConstraint = "eu-west-1" } });
        Client.Call("s3control", "CreateAccessPoint", open
            ? """{"AccountId":"111122223333","Name":"point","Bucket":"data","PublicAccessBlockConfiguration":{"BlockPublicPolicy":false}}"""
            : """{"AccountId":"111122223333","Name":"point","Bucket":"data"}""");
    }

    [Fact]
    public void An_access_point_lives_with_its_policy()
    {
        Create(open: true);
        var point = new { AccountId = "111122223333", Name = "point" };
        Client.Fails("s3control", "GetAccessPointPolicy", point).Code.ShouldBe("NoSuchAccessPointPolicy");
        Client.Call("s3control", "PutAccessPointPolicy", new { AccountId = "111122223333", Name = "point", Policy = Public });
        Client.Call("s3control", "GetAccessPointPolicy", point)["Policy"]!.ToString().ShouldBe(Public);
        Client.Call("s3control", "ListAccessPoints", new { AccountId = "111122223333", Bucket = "data" })["AccessPointList"]!.AsArray().Count.ShouldBe(1);
        Client.Call("s3control", "DeleteAccessPointPolicy", point);
        Client.Fails("s3control", "GetAccessPointPolicy", point).Code.ShouldBe("NoSuchAccessPointPolicy");
        Client.Call("s3control", "DeleteAccessPoint", point);
        Client.Fails("s3control", "GetAccessPoint", point).Code.ShouldBe("NoSuchAccessPoint");
    }

    [Fact]
    public void An_access_point_blocks_public_policies_unless_it_says_otherwise()
    {
        Create(open: false);
        Client.Fails("s3control", "PutAccessPointPolicy", new { AccountId = "111122223333", Name = "point", Policy = Public }).Code.ShouldBe("AccessDenied");
    }

    [Theory]
    [InlineData("CreateAccessPoint", """{"AccountId":"111122223333","Name":"point","Bucket":"data"}""", "AccessPointAlreadyOwnedByYou")]
    [InlineData("CreateAccessPoint", """{"AccountId":"111122223333","Name":"Point","Bucket":"data"}""", "InvalidRequest")]
    [InlineData("CreateAccessPoint", """{"AccountId":"111122223333","Name":"other","Bucket":"absent"}""", "NoSuchBucket")]
    [InlineData("GetAccessPoint", """{"AccountId":"444455556666","Name":"point"}""", "AccessDenied")]
    [InlineData("PutAccessPointPolicy", """{"AccountId":"111122223333","Name":"point","Policy":"{"}""", "MalformedPolicy")]
    public void Wrong_input_answers_the_services_error(string operation, string input, string code)
    {
        Create(open: true);
        Client.Fails("s3control", operation, input).Code.ShouldBe(code);
    }
}
