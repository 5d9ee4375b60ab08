using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>The part of Amazon EC2 a landing zone touches: networks, security groups, a few instances, account defaults, flow logs.</summary>
internal static class Ec2Service
{
    public static void AddTo(ServiceRegistry registry)
    {
        Regions.AddTo(registry);
        Vpcs.AddTo(registry);
        Subnets.AddTo(registry);
        SecurityGroups.AddTo(registry);
        SecurityGroupRules.AddTo(registry);
        Instances.AddTo(registry);
        AccountDefaults.AddTo(registry);
        FlowLogs.AddTo(registry);
        Volumes.AddTo(registry);
        Snapshots.AddTo(registry);
        Ec2Tags.AddTo(registry);
        AbsentResources.AddTo(registry);
    }

    /// <summary>Registers an operation; with DryRun it answers what it would have done without doing it.</summary>
    public static void AddEc2(this ServiceRegistry registry, string operation, OperationHandler handler) =>
        registry.Add("ec2", operation, (call, input) => input.Flag("DryRun") == true
            ? throw new AwsErrorException("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412)
            : handler(call, input));

    public static JsonObject Return() => new() { ["Return"] = true };

    /// <summary>A new resource id, such as <c>vpc-0123456789abcdef0</c>.</summary>
    public static string NewId(this CallContext call, string prefix) => $"{prefix}-0{call.Ids.HexDigits(16)}";

    public static AwsErrorException MissingParameter(string name) =>
        new("MissingParameter", $"The request must contain the parameter {name}", 400);

    public static AwsErrorException InvalidParameterValue(string message) => new("InvalidParameterValue", message, 400);
}
