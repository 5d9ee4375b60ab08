using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Rds;

/// <summary>What the two kinds of databases and their operations are called.</summary>
/// <param name="Name">As in operations and members: <c>DBInstance</c>, <c>DBCluster</c>.</param>
/// <param name="Snapshot"><c>DBSnapshot</c>, <c>DBClusterSnapshot</c>.</param>
/// <param name="ArnType">Resource type in the ARN of a database: <c>db</c>, <c>cluster</c>.</param>
/// <param name="SnapshotArnType"><c>snapshot</c>, <c>cluster-snapshot</c>.</param>
/// <param name="StatusMember">The member with a database's state.</param>
/// <param name="EncryptedMember">The member that says whether a snapshot is encrypted.</param>
/// <param name="NotFound">Error code when there is no such database.</param>
/// <param name="SnapshotNotFound">Error code when there is no such snapshot.</param>
/// <param name="SnapshotExists">Error code when a snapshot has the name already.</param>
internal sealed record DatabaseKind(
    string Name,
    string Snapshot,
    string ArnType,
    string SnapshotArnType,
    string StatusMember,
    string EncryptedMember,
    string NotFound,
    string SnapshotNotFound,
    string SnapshotExists)
{
    public static readonly DatabaseKind Instance = new(
        "DBInstance", "DBSnapshot", "db", "snapshot", "DBInstanceStatus", "Encrypted", "DBInstanceNotFound", "DBSnapshotNotFound", "DBSnapshotAlreadyExists");

    public static readonly DatabaseKind Cluster = new(
        "DBCluster", "DBClusterSnapshot", "cluster", "cluster-snapshot", "Status", "StorageEncrypted", "DBClusterNotFoundFault", "DBClusterSnapshotNotFoundFault", "DBClusterSnapshotAlreadyExistsFault");

    public string Identifier => Name + "Identifier";

    public string SnapshotIdentifier => Snapshot + "Identifier";

    /// <summary>The identifier an input names, by itself or in an ARN of the caller's account and Region. Identifiers are kept in lower case.</summary>
    public static string Named(CallContext call, JsonObject input, string member, string arnType)
    {
        var text = input.RequiredText(member, "InvalidParameterValue");
        var prefix = $"arn:aws:rds:{call.Region}:{call.Account}:{arnType}:";
        return (text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text).ToLowerInvariant();
    }

    /// <summary>A new identifier: "must contain from 1 to 63 letters, numbers, or hyphens" (255 for snapshots), a letter first.</summary>
    public static string NewIdentifier(JsonObject input, string member, int longest)
    {
        var text = input.RequiredText(member, "InvalidParameterValue").ToLowerInvariant();
        var isValid = text.Length >= 1 && text.Length <= longest && char.IsAsciiLetter(text[0]) && !text.EndsWith('-') && !text.Contains("--", StringComparison.Ordinal)
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
        return isValid
            ? text
            : throw new AwsErrorException("InvalidParameterValue", $"The parameter {member} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.", 400);
    }
}
