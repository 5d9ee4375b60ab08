using System.Text.Json.Nodes;
using Landward.Sandbox.Services.Ec2;
using Landward.Sandbox.Services.Kms;

namespace Landward.Tests.Sandbox.Ec2;

public sealed class NetworkTests
{
    private readonly SandboxHarness _sandbox = new(Ec2Service.AddTo, KmsService.AddTo) { Answered = DescribedCall.Check };
    private readonly string _vpc;

    public NetworkTests() => _vpc = Client.Call("ec2", "CreateVpc", new { CidrBlock = "10.0.0.0/16" })["Vpc"]!["VpcId"]!.ToString();

    private SandboxClient Client => _sandbox.Management;

    private string Group(string name = "web") => Client.Call("ec2", "CreateSecurityGroup", new { GroupName = name, Description = "d", VpcId = _vpc })["GroupId"]!.ToString();

    private string Subnet() => Client.Call("ec2", "CreateSubnet", new { VpcId = _vpc, CidrBlock = "10.0.1.0/24" })["Subnet"]!["SubnetId"]!.ToString();

    private static JsonObject Ssh(string group, string range) => (JsonObject)JsonNode.Parse(
        $$"""{"GroupId":"{{group}}","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"{{range}}"}]}]}""")!;

    [Fact]
    public void A_rule_can_be_authorized_once_and_revoked_once()
    {
        var group = Group();
        Client.Call("ec2", "AuthorizeSecurityGroupIngress", Ssh(group, "0.0.0.0/0"))["SecurityGroupRules"]![0]!["CidrIpv4"]!.ToString().ShouldBe("0.0.0.0/0");
        Client.Fails("ec2", "AuthorizeSecurityGroupIngress", Ssh(group, "0.0.0.0/0")).Code.ShouldBe("InvalidPermission.Duplicate");
        var shown = Client.Call("ec2", "DescribeSecurityGroups", new { GroupIds = new[] { group } })["SecurityGroups"]![0]!;
        shown["IpPermissions"]![0]!["IpRanges"]![0]!["CidrIp"]!.ToString().ShouldBe("0.0.0.0/0");
        shown["IpPermissionsEgress"]![0]!["IpProtocol"]!.ToString().ShouldBe("-1");
        Client.Call("ec2", "DescribeSecurityGroups", new { Filters = new[] { new { Name = "ip-permission.cidr", Values = new[] { "0.0.0.0/0" } } } })["SecurityGroups"]!.AsArray().Count.ShouldBe(1);
        Client.Call("ec2", "RevokeSecurityGroupIngress", Ssh(group, "0.0.0.0/0"))["RevokedSecurityGroupRules"]!.AsArray().Count.ShouldBe(1);
        Client.Fails("ec2", "RevokeSecurityGroupIngress", Ssh(group, "0.0.0.0/0")).Code.ShouldBe("InvalidPermission.NotFound");
    }

    [Fact]
    public void A_host_address_becomes_its_network()
    {
        var group = Group();
        Client.Call("ec2", "AuthorizeSecurityGroupIngress", Ssh(group, "10.1.2.7/24"))["SecurityGroupRules"]![0]!["CidrIpv4"]!.ToString().ShouldBe("10.1.2.0/24");
        Client.Fails("ec2", "AuthorizeSecurityGroupIngress", Ssh(group, "10.1.2.0/24")).Code.ShouldBe("InvalidPermission.Duplicate");
        Client.Fails("ec2", "AuthorizeSecurityGroupIngress", Ssh(group, "10.1.2.0/99")).Code.ShouldBe("InvalidParameterValue");
    }

    [Fact]
    public void A_vpc_with_things_inside_stays()
    {
        var subnet = Subnet();
        Client.Fails("ec2", "DeleteVpc", new { VpcId = _vpc }).Code.ShouldBe("DependencyViolation");
        Client.Fails("ec2", "CreateSubnet", new { VpcId = _vpc, CidrBlock = "10.0.1.128/25" }).Code.ShouldBe("InvalidSubnet.Conflict");
        Client.Fails("ec2", "CreateSubnet", new { VpcId = _vpc, CidrBlock = "10.9.1.0/24" }).Code.ShouldBe("InvalidSubnet.Range");
        Client.Call("ec2", "DeleteSubnet", new { SubnetId = subnet });
        Client.Call("ec2", "DeleteVpc", new { VpcId = _vpc });
        Client.Fails("ec2", "DescribeVpcs", new { VpcIds = new[] { _vpc } }).Code.ShouldBe("InvalidVpcID.NotFound");
        Client.In("us-east-1").Call("ec2", "DescribeVpcs")["Vpcs"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void Instances_run_stop_and_end()
    {
        var subnet = Subnet();
        var run = Client.Call("ec2", "RunInstances", new { ImageId = "ami-0abcdef1234567890", MinCount = 2, MaxCount = 2, InstanceType = "t3.micro", SubnetId = subnet });
        run["Instances"]!.AsArray().Select(instance => instance!["PrivateIpAddress"]!.ToString()).ShouldBe(["10.0.1.4", "10.0.1.5"]);
        var id = run["Instances"]![0]!["InstanceId"]!.ToString();
        Client.Call("ec2", "TerminateInstances", new { InstanceIds = new[] { id } })["TerminatingInstances"]![0]!["PreviousState"]!["Name"]!.ToString().ShouldBe("running");
        Client.Call("ec2", "DescribeInstances", new { Filters = new[] { new { Name = "instance-state-name", Values = new[] { "run*" } } } })["Reservations"]![0]!["Instances"]!.AsArray().Count.ShouldBe(1);
        Client.Fails("ec2", "StartInstances", new { InstanceIds = new[] { id } }).Code.ShouldBe("IncorrectInstanceState");
        Client.Fails("ec2", "RunInstances", new { ImageId = "ami-1", MinCount = 1, MaxCount = 1, SubnetId = subnet, DryRun = true }).Code.ShouldBe("DryRunOperation");
        Client.Fails("ec2", "RunInstances", new { ImageId = "ami-1", MinCount = 1, MaxCount = 1 }).Code.ShouldBe("VPCIdNotSpecified");
    }

    [Fact]
    public void Defaults_of_the_account_are_regional_and_reach_new_instances()
    {
        Client.Call("ec2", "GetEbsEncryptionByDefault")["EbsEncryptionByDefault"]!.GetValue<bool>().ShouldBeFalse();
        Client.Call("ec2", "EnableEbsEncryptionByDefault");
        Client.Call("ec2", "GetEbsEncryptionByDefault")["EbsEncryptionByDefault"]!.GetValue<bool>().ShouldBeTrue();
        Client.In("us-east-1").Call("ec2", "GetEbsEncryptionByDefault")["EbsEncryptionByDefault"]!.GetValue<bool>().ShouldBeFalse();
        Client.Call("ec2", "EnableSnapshotBlockPublicAccess", new { State = "block-all-sharing" });
        Client.Call("ec2", "GetSnapshotBlockPublicAccessState")["State"]!.ToString().ShouldBe("block-all-sharing");
        Client.Call("ec2", "ModifyInstanceMetadataDefaults", new { HttpTokens = "required", HttpPutResponseHopLimit = 2 });
        var instance = Client.Call("ec2", "RunInstances", new { ImageId = "ami-1", MinCount = 1, MaxCount = 1, SubnetId = Subnet() })["Instances"]![0]!;
        (instance["MetadataOptions"]!["HttpTokens"]!.ToString(), instance["MetadataOptions"]!["HttpPutResponseHopLimit"]!.GetValue<int>()).ShouldBe(("required", 2));
        Client.Call("ec2", "ModifyInstanceMetadataDefaults", new { HttpTokens = "no-preference" });
        Client.Call("ec2", "GetInstanceMetadataDefaults")["AccountLevel"]!.AsObject().ContainsKey("HttpTokens").ShouldBeFalse();
    }

    [Fact]
    public void Flow_logs_are_kept_once_for_a_resource_and_destination()
    {
        var input = new { ResourceIds = new[] { _vpc, "vpc-absent" }, ResourceType = "VPC", TrafficType = "ALL", LogDestinationType = "s3", LogDestination = "arn:aws:s3:::logs" };
        var first = Client.Call("ec2", "CreateFlowLogs", input);
        (first["FlowLogIds"]!.AsArray().Count, first["Unsuccessful"]![0]!["ResourceId"]!.ToString()).ShouldBe((1, "vpc-absent"));
        Client.Call("ec2", "CreateFlowLogs", input)["Unsuccessful"]![0]!["Error"]!["Code"]!.ToString().ShouldBe("FlowLogAlreadyExists");
        Client.Call("ec2", "DescribeFlowLogs", new { Filter = new[] { new { Name = "resource-id", Values = new[] { _vpc } } } })["FlowLogs"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("eu-west-1a", "euw1-az1")]
    [InlineData("us-east-1c", "use1-az3")]
    [InlineData("ap-southeast-2b", "apse2-az2")]
    public void Zones_have_ids(string zone, string id) => Regions.ZoneId(zone).ShouldBe(id);
}
