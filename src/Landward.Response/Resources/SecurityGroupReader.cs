using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;

namespace Landward.Response.Resources;

/// <summary>An EC2 security group with its rules.</summary>
internal sealed class SecurityGroupReader : ResourceReader
{
    public const string TypeName = "AWS::EC2::SecurityGroup";

    public override string Type => TypeName;

    public override async Task<JsonObject?> ReadAsync(AwsCall call, string name, CancellationToken cancellationToken)
    {
        var answer = await FindAsync(
            call,
            "ec2",
            "DescribeSecurityGroups",
            new JsonObject { ["GroupIds"] = new JsonArray(name) },
            ["InvalidGroup.NotFound", "InvalidGroupId.Malformed"],
            cancellationToken);
        return answer?["SecurityGroups"] is JsonArray { Count: > 0 } groups ? CanonicalState.SortSets(groups[0]!).AsObject() : null;
    }
}
