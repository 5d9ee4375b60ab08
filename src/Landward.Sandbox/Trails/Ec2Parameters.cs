using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Sandbox.Trails;

/// <summary>
/// EC2's way: lists are <c>{"items":[...]}</c>, lists of ids are sets of small objects (<c>instancesSet</c>), an answer starts
/// with <c>requestId</c> and says <c>_return</c>. Source: "Log Amazon EC2 API calls", EC2 developer guide.
/// </summary>
internal static class Ec2Parameters
{
    // Input list of scalars -> (CloudTrail name, name inside an item).
    private static readonly Dictionary<string, (string Set, string Item)> Sets = new(StringComparer.Ordinal)
    {
        ["InstanceIds"] = ("instancesSet", "instanceId"),
        ["GroupIds"] = ("securityGroupIdSet", "groupId"),
        ["SecurityGroupIds"] = ("groupSet", "groupId"),
        ["SecurityGroups"] = ("groupSet", "groupName"),
        ["GroupNames"] = ("securityGroupSet", "groupName"),
        ["SubnetIds"] = ("subnetSet", "subnetId"),
        ["VpcIds"] = ("vpcSet", "vpcId"),
        ["RegionNames"] = ("regionSet", "regionName"),
        ["Values"] = ("valueSet", "value"),
    };

    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["Filters"] = "filterSet",
        ["UserIdGroupPairs"] = "groups",
        ["TagSpecifications"] = "tagSpecificationSet",
    };

    private static readonly string[] RuleMembers = ["IpProtocol", "FromPort", "ToPort", "CidrIp"];
    private static readonly string[] LaunchMembers = ["ImageId", "MinCount", "MaxCount", "KeyName"];

    public static JsonObject OfRequest(OperationDescription operation, JsonObject input)
    {
        var normalized = operation.Name switch
        {
            "AuthorizeSecurityGroupIngress" or "RevokeSecurityGroupIngress" when input["CidrIp"] is not null => WithPermissions(input),
            "RunInstances" => WithInstancesSet(input),
            _ => input,
        };
        return Convert(operation.Input, normalized);
    }

    public static JsonObject OfResponse(OperationDescription operation, JsonObject output, string requestId)
    {
        var result = new JsonObject { ["requestId"] = requestId };
        if (output.Count == 0)
            result["_return"] = true;
        foreach (var (name, value) in Convert(operation.Output, output).ToList())
            result[name == "return" ? "_return" : name] = value?.DeepClone();
        return result;
    }

    private static JsonObject Convert(Shape? shape, JsonObject value)
    {
        var result = new JsonObject();
        foreach (var (name, node) in value)
        {
            var member = shape?.FindMember(name);
            if (node is null)
                continue;
            if (SensitiveMembers.Contains(member, name))
                result[ApiNames.LowerCamel(name)] = name == "UserData" ? "<sensitiveDataRemoved>" : SensitiveMembers.Hidden;
            else if (node is JsonArray list && Sets.TryGetValue(name, out var set) && list.All(item => item is JsonValue))
                result[set.Set] = Items(list.Select(item => (JsonNode?)new JsonObject { [set.Item] = item?.DeepClone() }));
            else if (name == "Tags" && shape?.FindMember("ResourceType") is not null)
                result["tags"] = new JsonArray([.. ((JsonArray)node).Select(tag => Item(member?.Shape.Element?.Shape, tag))]);
            else if (node is JsonArray items)
                result[Renamed.GetValueOrDefault(name) ?? ApiNames.LowerCamel(name)] = Items(items.Select(item => Item(member?.Shape.Element?.Shape, item)));
            else
                result[Renamed.GetValueOrDefault(name) ?? ApiNames.LowerCamel(name)] = Item(member?.Shape, node);
        }
        return result;
    }

    private static JsonNode? Item(Shape? shape, JsonNode? node) => node is JsonObject members ? Convert(shape, members) : node?.DeepClone();

    private static JsonObject Items(IEnumerable<JsonNode?> items)
    {
        var list = new JsonArray([.. items]);
        return list.Count == 0 ? [] : new JsonObject { ["items"] = list };
    }

    /// <summary>A single rule given by members reads as a list of permissions with one element.</summary>
    private static JsonObject WithPermissions(JsonObject input)
    {
        var copy = (JsonObject)input.DeepClone();
        var permission = new JsonObject();
        foreach (var name in RuleMembers)
        {
            if (copy[name] is not { } value)
                continue;
            if (name == "CidrIp")
                permission["IpRanges"] = new JsonArray(new JsonObject { ["CidrIp"] = value.DeepClone() });
            else
                permission[name] = value.DeepClone();
            copy.Remove(name);
        }
        copy["IpPermissions"] = new JsonArray(permission);
        return copy;
    }

    private static JsonObject WithInstancesSet(JsonObject input)
    {
        var copy = (JsonObject)input.DeepClone();
        var launch = new JsonObject();
        foreach (var name in LaunchMembers)
        {
            if (copy[name] is not { } value)
                continue;
            launch[name] = value.DeepClone();
            copy.Remove(name);
        }
        copy["InstancesSet"] = new JsonArray(launch);
        return copy;
    }
}
