using System.Net;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>Between permissions as calls carry them (one protocol and port range, many sources) and rules (one source each).</summary>
internal static class IpPermissions
{
    /// <summary>The rules an Authorize or Revoke call names: IpPermissions, or the older members beside it.</summary>
    public static List<JsonObject> FromInput(CallContext call, JsonObject input, bool isEgress)
    {
        var permissions = input.Structures("IpPermissions").ToList();
        if (permissions.Count == 0)
        {
            if (input.Text("IpProtocol") is null)
                throw Ec2Service.MissingParameter("ipPermissions");
            var single = input.CopyMembers(new JsonObject(), "IpProtocol", "FromPort", "ToPort");
            if (input.Text("CidrIp") is { } range)
                single["IpRanges"] = new JsonArray(new JsonObject { ["CidrIp"] = range });
            permissions.Add(single);
        }
        return [.. permissions.SelectMany(permission => Rules(call, permission, isEgress))];
    }

    public static JsonArray Group(IEnumerable<JsonObject> rules) => rules
        .GroupBy(rule => (Protocol: rule.Text("IpProtocol"), From: rule.Number("FromPort"), To: rule.Number("ToPort")))
        .Select(group =>
        {
            var permission = new JsonObject { ["IpProtocol"] = group.Key.Protocol };
            if (group.Key.Protocol != "-1")
            {
                permission["FromPort"] = group.Key.From;
                permission["ToPort"] = group.Key.To;
            }
            permission["IpRanges"] = Sources(group, "CidrIpv4", "CidrIp");
            permission["Ipv6Ranges"] = Sources(group, "CidrIpv6", "CidrIpv6");
            permission["PrefixListIds"] = Sources(group, "PrefixListId", "PrefixListId");
            permission["UserIdGroupPairs"] = group.Where(rule => rule.Structure("ReferencedGroupInfo") is not null)
                .Select(rule => (JsonNode?)rule.CopyMembers(rule.RequiredStructure("ReferencedGroupInfo").Copy(), "Description")).ToJsonArray();
            return (JsonNode?)permission;
        }).ToJsonArray();

    /// <summary>What makes two rules the same one: everything but id and description.</summary>
    public static string Identity(JsonObject rule) => string.Join(
        '|', rule.Text("IsEgress"), rule.Text("IpProtocol"), rule.Text("FromPort"), rule.Text("ToPort"), rule.Text("CidrIpv4"), rule.Text("CidrIpv6"), rule.Text("PrefixListId"), rule.Structure("ReferencedGroupInfo")?.Text("GroupId"));

    private static JsonArray Sources(IEnumerable<JsonObject> rules, string ruleMember, string member) => rules.Where(rule => rule.Text(ruleMember) is not null)
        .Select(rule => (JsonNode?)rule.CopyMembers(new JsonObject { [member] = rule.Text(ruleMember) }, "Description")).ToJsonArray();

    private static IEnumerable<JsonObject> Rules(CallContext call, JsonObject permission, bool isEgress)
    {
        var protocol = Protocol(permission.Text("IpProtocol") ?? throw Ec2Service.MissingParameter("ipProtocol"));
        var (from, to) = (permission.Number("FromPort") ?? -1, permission.Number("ToPort") ?? -1);
        if (protocol == "-1")
            (from, to) = (-1, -1);
        else if (protocol is "tcp" or "udp" && (from is < 0 or > 65_535 || to is < 0 or > 65_535 || from > to))
            throw Ec2Service.InvalidParameterValue($"Invalid value '{(from < 0 ? "Must specify both from and to ports with TCP/UDP." : $"{from}-{to}")}' for portRange.");

        JsonObject Rule(string member, JsonNode source, JsonObject described)
        {
            var rule = new JsonObject { ["IsEgress"] = isEgress, ["IpProtocol"] = protocol, ["FromPort"] = from, ["ToPort"] = to, [member] = source };
            return described.CopyMembers(rule, "Description");
        }

        var count = 0;
        foreach (var range in permission.Structures("IpRanges"))
        {
            count++;
            yield return Rule("CidrIpv4", JsonValue.Create(Canonical(range.Text("CidrIp"), System.Net.Sockets.AddressFamily.InterNetwork)), range);
        }
        foreach (var range in permission.Structures("Ipv6Ranges"))
        {
            count++;
            yield return Rule("CidrIpv6", JsonValue.Create(Canonical(range.Text("CidrIpv6"), System.Net.Sockets.AddressFamily.InterNetworkV6)), range);
        }
        foreach (var list in permission.Structures("PrefixListIds"))
        {
            count++;
            yield return Rule("PrefixListId", JsonValue.Create(list.Text("PrefixListId") ?? throw Ec2Service.MissingParameter("prefixListId")), list);
        }
        foreach (var pair in permission.Structures("UserIdGroupPairs"))
        {
            count++;
            var group = SecurityGroups.Require(call, pair.CopyMembers(new JsonObject(), "GroupId", "GroupName"));
            yield return Rule("ReferencedGroupInfo", new JsonObject { ["GroupId"] = group.Text("GroupId"), ["UserId"] = call.Account }, pair);
        }
        if (count == 0)
            throw Ec2Service.InvalidParameterValue("Invalid value '' for source. Must specify a range, prefix list or group.");
    }

    // 10.0.0.7/24 is taken as 10.0.0.0/24, as the service does.
    private static string Canonical(string? text, System.Net.Sockets.AddressFamily family)
    {
        if (text?.Split('/', 2) is [var address, var bits] && IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == family && int.TryParse(bits, out var length))
        {
            var bytes = parsed.GetAddressBytes();
            if (length >= 0 && length <= bytes.Length * 8)
            {
                for (var index = 0; index < bytes.Length; index++)
                    bytes[index] &= (byte)(0xFF << Math.Clamp(8 * (index + 1) - length, 0, 8));
                return $"{new IPAddress(bytes)}/{length}";
            }
        }
        throw Ec2Service.InvalidParameterValue($"CIDR block {text} is malformed");
    }

    private static string Protocol(string text) => text.ToLowerInvariant() switch
    {
        "6" or "tcp" => "tcp",
        "17" or "udp" => "udp",
        "1" or "icmp" => "icmp",
        "58" or "icmpv6" => "icmpv6",
        "-1" or "all" => "-1",
        var other when int.TryParse(other, out var number) && number is >= 0 and <= 255 => other,
        var other => throw Ec2Service.InvalidParameterValue($"Invalid value '{other}' for protocol. VPC security group rules must specify protocols explicitly."),
    };
}
