using System.Text.Json.Nodes;

namespace Landward.Access.Resources;

/// <summary>EC2 instances with an instance profile: whoever runs code on one has its role.</summary>
internal static class InstanceReader
{
    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        foreach (var reservation in await reading.ListAsync("ec2", "DescribeInstances", null, "Reservations", cancellationToken))
        {
            foreach (var instance in reservation["Instances"] as JsonArray ?? [])
            {
                if ((string?)instance?["IamInstanceProfile"]?["Arn"] is not { } profile || (string?)instance["State"]?["Name"] == "terminated")
                    continue;
                reading.Add(new AccessResource
                {
                    Arn = $"arn:{reading.Partition}:ec2:{reading.Region}:{reading.Account}:instance/{(string?)instance["InstanceId"]}",
                    Type = "AWS::EC2::Instance",
                    Account = reading.Account,
                    Region = reading.Region,
                    RoleArn = profile,
                });
            }
        }
    }
}
