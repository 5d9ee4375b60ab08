using Landward.Sandbox.Services.Ec2;

namespace Landward.Tests.Sandbox.Ec2;

public sealed class SnapshotTests
{
    private readonly MemberSandbox _sandbox = new(Ec2Service.AddTo);

    private SandboxClient Client => _sandbox.Management;

    private string Create(bool encrypted = false)
    {
        var volume = Client.Call("ec2", "CreateVolume", new { AvailabilityZone = "eu-west-1a", Size = 8, Encrypted = encrypted })["VolumeId"]!.ToString();
        return Client.Call("ec2", "CreateSnapshot", new { VolumeId = volume })["SnapshotId"]!.ToString();
    }

    private static int Seen(SandboxClient client) => client.Call("ec2", "DescribeSnapshots")["Snapshots"]!.AsArray().Count;

    [Fact]
    public void A_snapshot_is_seen_by_those_it_is_shared_with()
    {
        var id = Create();
        var member = _sandbox.As(_sandbox.Workload);
        Seen(member).ShouldBe(0);
        Client.Call("ec2", "ModifySnapshotAttribute", new { SnapshotId = id, CreateVolumePermission = new { Add = new[] { new { UserId = _sandbox.Workload } } } });
        Seen(member).ShouldBe(1);
        member.Call("ec2", "CreateVolume", new { AvailabilityZone = "eu-west-1a", SnapshotId = id })["Size"]!.GetValue<long>().ShouldBe(8);
        member.Fails("ec2", "ModifySnapshotAttribute", new { SnapshotId = id, OperationType = "add", GroupNames = new[] { "all" } }).Code.ShouldBe("InvalidSnapshot.NotFound");
        Client.Call("ec2", "DescribeSnapshotAttribute", new { SnapshotId = id, Attribute = "createVolumePermission" })["CreateVolumePermissions"]![0]!["UserId"]!.ToString().ShouldBe(_sandbox.Workload);
        Client.Call("ec2", "ResetSnapshotAttribute", new { SnapshotId = id, Attribute = "createVolumePermission" });
        Seen(member).ShouldBe(0);
        Client.Call("ec2", "DeleteSnapshot", new { SnapshotId = id });
        Seen(Client).ShouldBe(0);
    }

    [Fact]
    public void Public_shares_are_refused_while_they_are_blocked_and_for_encrypted_snapshots()
    {
        var everybody = new[] { "all" };
        Client.Fails("ec2", "ModifySnapshotAttribute", new { SnapshotId = Create(encrypted: true), OperationType = "add", GroupNames = everybody }).Code.ShouldBe("OperationNotPermitted");
        var id = Create();
        Client.Call("ec2", "ModifySnapshotAttribute", new { SnapshotId = id, OperationType = "add", GroupNames = everybody });
        Client.Call("ec2", "EnableSnapshotBlockPublicAccess", new { State = "block-new-sharing" });
        Client.Fails("ec2", "ModifySnapshotAttribute", new { SnapshotId = Create(), OperationType = "add", GroupNames = everybody }).Code.ShouldBe("OperationNotPermitted");
    }

    [Theory]
    [InlineData("CreateVolume", """{"AvailabilityZone":"us-east-1a","Size":1}""", "InvalidZone.NotFound")]
    [InlineData("CreateVolume", """{"AvailabilityZone":"eu-west-1a","Size":0}""", "InvalidParameterValue")]
    [InlineData("CreateSnapshot", """{"VolumeId":"vol-0"}""", "InvalidVolume.NotFound")]
    [InlineData("DescribeSnapshots", """{"SnapshotIds":["snap-0"]}""", "InvalidSnapshot.NotFound")]
    public void Wrong_input_answers_the_services_error(string operation, string input, string code) => Client.Fails("ec2", operation, input).Code.ShouldBe(code);
}
