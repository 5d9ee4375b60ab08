using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Landward.Conformance.Tests;

/// <summary>
/// The logs of the cases as AWS writes them. The cases show records as another product stores them: CloudTrail events and resolver
/// queries unchanged, flow records with names of its own or of OCSF.
/// </summary>
internal static class DetectionUnitLog
{
    private const string FlowHeader = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status instance-id flow-direction";

    public static byte[] Of(JsonElement log)
    {
        if (log.TryGetProperty("eventName", out _) || log.TryGetProperty("eventSource", out _) || log.TryGetProperty("eventVersion", out _))
            return Encoding.UTF8.GetBytes($"{{\"Records\":[{log.GetRawText()}]}}");
        if (log.TryGetProperty("query_name", out _))
            return Encoding.UTF8.GetBytes(log.GetRawText());
        if (log.TryGetProperty("query", out var query) && query.TryGetProperty("hostname", out var host))
            return Encoding.UTF8.GetBytes(ResolverQuery(log, host.GetString()!));
        if (IsFlow(log))
            return Encoding.UTF8.GetBytes($"{FlowHeader}\n{FlowLine(log)}\n");
        return Encoding.UTF8.GetBytes($"{{\"Records\":[{log.GetRawText()}]}}");
    }

    private static bool IsFlow(JsonElement log) =>
        Text(log, "p_log_type") is "AWS.VPCFlow" or "OCSF.NetworkActivity" || log.TryGetProperty("srcAddr", out _) || log.TryGetProperty("dstAddr", out _);

    private static string FlowLine(JsonElement log)
    {
        var status = Text(log, "status") ?? Text(log, "status_code") ?? "OK";
        var has = status == "OK";
        string[] fields =
        [
            "5", "111122223333", "eni-0123456789abcdef0",
            Address(log, "srcAddr", "src_endpoint"), Address(log, "dstAddr", "dst_endpoint"),
            Text(log, "srcPort") ?? (has ? "50000" : "-"),
            Text(log, "dstPort") ?? Text(log, "dst_endpoint", "port") ?? "-",
            has ? "6" : "-", has ? "10" : "-", has ? "1200" : "-", "1767603600", "1767603660",
            Text(log, "action") ?? (has ? "ACCEPT" : "-"), status,
            Text(log, "instanceId") ?? "-", Text(log, "flowDirection") ?? "-",
        ];
        return string.Join(' ', fields);
    }

    private static string Address(JsonElement log, string own, string ocsf) =>
        (Text(log, own) ?? Text(log, ocsf, "ip")) is { } text && text != "null" ? text : "-";

    private static string ResolverQuery(JsonElement log, string host) => new JsonObject
    {
        ["version"] = "1.100000",
        ["account_id"] = "111122223333",
        ["region"] = "us-west-2",
        ["vpc_id"] = "vpc-0123456789abcdef0",
        ["query_timestamp"] = "2026-01-05T09:00:00Z",
        ["query_name"] = host,
        ["query_type"] = "A",
        ["query_class"] = "IN",
        ["rcode"] = "NOERROR",
        ["answers"] = new JsonArray(),
        ["srcaddr"] = Text(log, "src_endpoint", "ip") ?? "10.0.0.5",
        ["srcport"] = "50000",
        ["transport"] = "UDP",
        ["srcids"] = new JsonObject { ["instance"] = "i-0123456789abcdef0" },
    }.ToJsonString();

    private static string? Text(JsonElement element, params string[] path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }
        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number => element.GetRawText(),
            _ => null,
        };
    }
}
