using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>Flow logs: their configuration. The sandbox has no traffic, so nothing is delivered.</summary>
internal static class FlowLogs
{
    public const string Type = "vpc-flow-log";

    private static readonly ResourceFilter Filter = new(new(StringComparer.Ordinal)
    {
        ["flow-log-id"] = log => [log.Text("FlowLogId")],
        ["resource-id"] = log => [log.Text("ResourceId")],
        ["log-group-name"] = log => [log.Text("LogGroupName")],
        ["log-destination-type"] = log => [log.Text("LogDestinationType")],
        ["traffic-type"] = log => [log.Text("TrafficType")],
        ["deliver-log-status"] = log => [log.Text("DeliverLogsStatus")],
    });

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddEc2("CreateFlowLogs", CreateFlowLogs);
        registry.AddEc2("DescribeFlowLogs", (call, input) => call.Describe(input, Type, "FlowLogIds", "FlowLogs", Filter, NotFound, filtersMember: "Filter"));
        registry.AddEc2("DeleteFlowLogs", DeleteFlowLogs);
    }

    private static AwsErrorException NotFound(string id) => new("InvalidFlowLogId.NotFound", $"These flow log ids in the input list are not found: [TotalCount: 1] {id}", 400);

    private static JsonObject CreateFlowLogs(CallContext call, JsonObject input)
    {
        var destinationType = input.Text("LogDestinationType") ?? "cloud-watch-logs";
        if (destinationType == "cloud-watch-logs" && input.Text("DeliverLogsPermissionArn") is null)
            throw new AwsErrorException("InvalidParameter", "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.", 400);
        if (destinationType == "s3" && input.Text("LogDestination") is null)
            throw new AwsErrorException("InvalidParameter", "LogDestination can't be empty if LogDestinationType is s3.", 400);
        if (input.Number("MaxAggregationInterval") is not (null or 60 or 600))
            throw new AwsErrorException("InvalidParameter", "MaxAggregationInterval must be 60 or 600.", 400);
        var (ids, unsuccessful) = (new JsonArray(), new JsonArray());
        foreach (var resource in input.Texts("ResourceIds"))
        {
            if (Problem(call, input, resource) is { } problem)
            {
                unsuccessful.Add(new JsonObject { ["ResourceId"] = resource, ["Error"] = new JsonObject { ["Code"] = problem.Code, ["Message"] = problem.Message } });
                continue;
            }
            var id = call.NewId("fl");
            var log = new JsonObject
            {
                ["FlowLogId"] = id,
                ["ResourceId"] = resource,
                ["FlowLogStatus"] = "ACTIVE",
                ["DeliverLogsStatus"] = "SUCCESS",
                ["CreationTime"] = call.Now.Timestamp(),
                ["TrafficType"] = input.Text("TrafficType") ?? "ALL",
                ["LogDestinationType"] = destinationType,
                ["LogFormat"] = input.Text("LogFormat") ?? "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}",
                ["MaxAggregationInterval"] = input.Number("MaxAggregationInterval") ?? 600,
                [StateLayout.Tags] = Ec2Tags.ForNew(input, Type),
            };
            call.Table(Type).Put(id, input.CopyMembers(log, "LogGroupName", "LogDestination", "DeliverLogsPermissionArn", "DestinationOptions"));
            ids.Add(id);
        }
        return new JsonObject { ["FlowLogIds"] = ids, ["Unsuccessful"] = unsuccessful };
    }

    private static (string Code, string Message)? Problem(CallContext call, JsonObject input, string resource)
    {
        var exists = input.Text("ResourceType") switch
        {
            "VPC" => call.Table(Vpcs.Type).Contains(resource),
            "Subnet" => call.Table(Subnets.Type).Contains(resource),
            _ => false,
        };
        if (!exists)
            return ("InvalidParameter", $"The resource {resource} does not exist");
        var same = call.Table(Type).List().Any(entry => entry.Value.Text("ResourceId") == resource && entry.Value.Text("LogDestination") == input.Text("LogDestination")
            && entry.Value.Text("LogGroupName") == input.Text("LogGroupName") && entry.Value.Text("TrafficType") == (input.Text("TrafficType") ?? "ALL"));
        return same ? ("FlowLogAlreadyExists", "Error. There is an existing Flow Log with the same configuration and log destination.") : null;
    }

    private static JsonObject DeleteFlowLogs(CallContext call, JsonObject input)
    {
        var unsuccessful = new JsonArray();
        foreach (var id in input.Texts("FlowLogIds"))
        {
            if (!call.Table(Type).Remove(id))
                unsuccessful.Add(new JsonObject { ["ResourceId"] = id, ["Error"] = new JsonObject { ["Code"] = NotFound(id).Code, ["Message"] = NotFound(id).Message } });
        }
        return new JsonObject { ["Unsuccessful"] = unsuccessful };
    }
}
