using System.Collections.Immutable;

namespace Landward.Logs.VpcFlow;

/// <summary>The names of the fields, as AWS writes them in headers.</summary>
public static class FlowFieldNames
{
    /// <summary>How many fields the default format (version 2) has: the first ones, in this order.</summary>
    public const int DefaultCount = 14;

    /// <summary>In the order of <see cref="FlowField"/>.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        "version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets", "bytes", "start", "end",
        "action", "log-status", "vpc-id", "subnet-id", "instance-id", "tcp-flags", "type", "pkt-srcaddr", "pkt-dstaddr", "region", "az-id",
        "sublocation-type", "sublocation-id", "pkt-src-aws-service", "pkt-dst-aws-service", "flow-direction", "traffic-path",
        "ecs-cluster-arn", "ecs-cluster-name", "ecs-container-instance-arn", "ecs-container-instance-id", "ecs-container-id",
        "ecs-second-container-id", "ecs-service-name", "ecs-task-definition-arn", "ecs-task-arn", "ecs-task-id", "reject-reason",
        "resource-id", "encryption-status",
    ];

    /// <summary>The field of a name in kebab-case; null for one that only later versions know.</summary>
    public static FlowField? Find(string name) => All.IndexOf(name) is >= 0 and var position ? (FlowField)position : null;
}
