namespace Landward.Logs.VpcFlow;

/// <summary>The fields that Landward itself reads; everything else stays text, reachable by its name.</summary>
/// <remarks>
/// Names and order of the default format: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html. The position of a
/// member is the position of its name in <see cref="FlowFieldNames.All"/>.
/// </remarks>
public enum FlowField
{
    Version,
    AccountId,
    InterfaceId,
    SrcAddr,
    DstAddr,
    SrcPort,
    DstPort,
    Protocol,
    Packets,
    Bytes,
    Start,
    End,
    Action,
    LogStatus,
    VpcId,
    SubnetId,
    InstanceId,
    TcpFlags,
    Type,
    PktSrcAddr,
    PktDstAddr,
    Region,
    AzId,
    SublocationType,
    SublocationId,
    PktSrcAwsService,
    PktDstAwsService,
    FlowDirection,
    TrafficPath,
    EcsClusterArn,
    EcsClusterName,
    EcsContainerInstanceArn,
    EcsContainerInstanceId,
    EcsContainerId,
    EcsSecondContainerId,
    EcsServiceName,
    EcsTaskDefinitionArn,
    EcsTaskArn,
    EcsTaskId,
    RejectReason,
    ResourceId,
    EncryptionStatus,
}
