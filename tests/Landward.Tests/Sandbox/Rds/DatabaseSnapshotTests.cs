using System.Text.Json.Nodes;
using Landward.Sandbox.Services.Rds;

namespace Landward.Tests.Sandbox.Rds;

public sealed class DatabaseSnapshotTests
{
    private readonly SandboxHarness _sandbox = new(RdsService.AddTo) { Answered = DescribedCall.Check };

    private SandboxClient Client => _sandbox.Management;

    private void Create(bool encrypted = false)
    {
        Client.Call("rds", "CreateDBInstance", new { DBInstanceIdentifier = "DB", DBInstanceClass = "db.t4g.micro", Engine = "postgres", StorageEncrypted = encrypted });
        Client.Call("rds", "CreateDBSnapshot", new { DBInstanceIdentifier = "db", DBSnapshotIdentifier = "snap" });
    }

    [Theory]
    [InlineData("DBInstance", "DBSnapshot")]
    [InlineData("DBCluster", "DBClusterSnapshot")]
    public void A_snapshot_outlives_its_database_and_is_shared(string kind, string snapshot)
    {
        var database = new JsonObject { [kind + "Identifier"] = "db", ["Engine"] = "aurora-postgresql" };
        if (kind == "DBInstance")
            database["DBInstanceClass"] = "db.t4g.micro";
        Client.Call("rds", "Create" + kind, database);
        Client.Call("rds", "Create" + snapshot, new JsonObject { [kind + "Identifier"] = "db", [snapshot + "Identifier"] = "snap" });
        Client.Call("rds", "Delete" + kind, new JsonObject { [kind + "Identifier"] = "db", ["SkipFinalSnapshot"] = true });
        Client.Call("rds", $"Describe{kind}s")[kind + "s"]!.AsArray().ShouldBeEmpty();
        var named = new JsonObject { [snapshot + "Identifier"] = "snap" };
        Client.Call("rds", $"Modify{snapshot}Attribute", new JsonObject { [snapshot + "Identifier"] = "snap", ["AttributeName"] = "restore", ["ValuesToAdd"] = new JsonArray("all", "444455556666") });
        Client.Call("rds", $"Modify{snapshot}Attribute", new JsonObject { [snapshot + "Identifier"] = "snap", ["AttributeName"] = "restore", ["ValuesToRemove"] = new JsonArray("all") });
        Client.Call("rds", $"Describe{snapshot}Attributes", named)[snapshot + "AttributesResult"]![snapshot + "Attributes"]![0]!["AttributeValues"]!.ToJsonString().ShouldBe("""["444455556666"]""");
        Client.Call("rds", $"Describe{snapshot}s", new { SnapshotType = "automated" })[snapshot + "s"]!.AsArray().ShouldBeEmpty();
        Client.Call("rds", "Delete" + snapshot, named);
        Client.Call("rds", $"Describe{snapshot}s")[snapshot + "s"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void An_encrypted_snapshot_is_not_shared_with_everybody()
    {
        Create(encrypted: true);
        Client.Fails("rds", "ModifyDBSnapshotAttribute", """{"DBSnapshotIdentifier":"snap","AttributeName":"restore","ValuesToAdd":["all"]}""").Code.ShouldBe("InvalidParameterValue");
    }

    [Theory]
    [InlineData("CreateDBInstance", """{"DBInstanceIdentifier":"db","DBInstanceClass":"c","Engine":"postgres"}""", "DBInstanceAlreadyExists")]
    [InlineData("CreateDBInstance", """{"DBInstanceIdentifier":"1db","DBInstanceClass":"c","Engine":"postgres"}""", "InvalidParameterValue")]
    [InlineData("CreateDBSnapshot", """{"DBInstanceIdentifier":"absent","DBSnapshotIdentifier":"other"}""", "DBInstanceNotFound")]
    [InlineData("CreateDBSnapshot", """{"DBInstanceIdentifier":"db","DBSnapshotIdentifier":"snap"}""", "DBSnapshotAlreadyExists")]
    [InlineData("DeleteDBInstance", """{"DBInstanceIdentifier":"db"}""", "InvalidParameterCombination")]
    [InlineData("ModifyDBSnapshotAttribute", """{"DBSnapshotIdentifier":"snap","AttributeName":"restore","ValuesToAdd":["me"]}""", "InvalidParameterValue")]
    [InlineData("DescribeDBSnapshotAttributes", """{"DBSnapshotIdentifier":"absent"}""", "DBSnapshotNotFound")]
    public void Wrong_input_answers_the_services_error(string operation, string input, string code)
    {
        Create();
        Client.Fails("rds", operation, input).Code.ShouldBe(code);
    }
}
