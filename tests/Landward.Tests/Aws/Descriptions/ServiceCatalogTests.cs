using Landward.Aws.Descriptions;

namespace Landward.Tests.Aws.Descriptions;

public sealed class ServiceCatalogTests
{
    [Theory]
    [InlineData("organizations", WireProtocol.Json, "organizations", true)]
    [InlineData("sso-admin", WireProtocol.Json, "sso", false)]
    [InlineData("iam", WireProtocol.Query, "iam", true)]
    [InlineData("sts", WireProtocol.Query, "sts", false)]
    [InlineData("accessanalyzer", WireProtocol.RestJson, "access-analyzer", false)]
    [InlineData("s3", WireProtocol.RestXml, "s3", false)]
    [InlineData("s3control", WireProtocol.RestXml, "s3", false)]
    [InlineData("cloudwatch", WireProtocol.Json, "monitoring", false)]
    [InlineData("ec2", WireProtocol.Ec2, "ec2", false)]
    public void Service_is_described(string name, WireProtocol protocol, string signingName, bool isGlobal)
    {
        var service = ServiceCatalog.Default.Find(name)!;
        (service.Name, service.Protocol, service.SigningName, service.IsGlobal).ShouldBe((name, protocol, signingName, isGlobal));
    }

    [Fact]
    public void Unknown_service_is_null_or_suggested()
    {
        ServiceCatalog.Default.Find("gamelift").ShouldBeNull();
        Should.Throw<ArgumentException>(() => ServiceCatalog.Default.Get("organisations")).Message.ShouldContain("Did you mean `organizations`?");
    }

    [Fact]
    public void Operation_carries_what_the_client_needs()
    {
        var listUsers = ServiceCatalog.Default.Get("iam").FindOperation("ListUsers")!;
        listUsers.Paginator!.More.ShouldBe("IsTruncated");
        listUsers.Paginator.Results.ShouldBe(["Users"]);
        ServiceCatalog.Default.Get("guardduty").FindOperation("CreateDetector")!.IdempotencyToken!.Name.ShouldBe("ClientToken");
        ServiceCatalog.Default.Get("sts").FindOperation("AssumeRoleWithSAML")!.IsUnsigned.ShouldBeTrue();
        ServiceCatalog.Default.Get("s3control").FindOperation("GetPublicAccessBlock")!.HostPrefix.ShouldBe("{AccountId}.");
    }

    [Fact]
    public void Every_label_has_a_member_and_every_token_a_place()
    {
        foreach (var service in ServiceCatalog.Default.Names.Select(ServiceCatalog.Default.Get))
        {
            foreach (var operation in service.Operations)
            {
                foreach (var label in operation.Uri.Segments.Where(segment => segment.IsLabel))
                    operation.Input.Members.Any(member => member.Location == MemberLocation.Uri && member.WireName == label.Text).ShouldBeTrue($"{service}.{operation}");
                if (operation.Paginator is { } paginator)
                    paginator.InputTokens.ShouldAllBe(token => operation.Input.FindMember(token) != null);
            }
        }
    }

    [Fact]
    public void Notice_and_licence_of_the_source_are_shipped()
    {
        var names = typeof(ServiceCatalog).Assembly.GetManifestResourceNames();
        names.ShouldContain("Landward.Aws.Descriptions.NOTICE");
        names.ShouldContain("Landward.Aws.Descriptions.LICENSE.txt");
    }
}
