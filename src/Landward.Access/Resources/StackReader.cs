namespace Landward.Access.Resources;

/// <summary>CloudFormation stacks that act with a role of their own: whoever updates one acts with it.</summary>
internal static class StackReader
{
    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        foreach (var stack in await reading.ListAsync("cloudformation", "DescribeStacks", null, "Stacks", cancellationToken))
        {
            if ((string?)stack["RoleARN"] is not { } role || (string?)stack["StackStatus"] == "DELETE_COMPLETE")
                continue;
            reading.Add(new AccessResource
            {
                Arn = (string)stack["StackId"]!,
                Type = "AWS::CloudFormation::Stack",
                Account = reading.Account,
                Region = reading.Region,
                RoleArn = role,
            });
        }
    }
}
