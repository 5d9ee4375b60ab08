using System.Globalization;
using System.Text;

namespace Landward.Tests.Detection.VpcFlow.Generated;

/// <summary>Writes records in a format, with or without its header.</summary>
internal sealed class FlowFormat(string fields)
{
    private const string Two = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";
    private const string Three = Two + " vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr";

    public static readonly FlowFormat Default = new(Two);
    public static readonly FlowFormat VersionThree = new(Three);
    public static readonly FlowFormat VersionFive =
        new(Three + " region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path");

    public static readonly FlowFormat Custom =
        new("interface-id instance-id start end srcaddr dstaddr protocol srcport dstport tcp-flags packets bytes log-status action account-id reject-reason");

    public static readonly FlowFormat[] All = [Default, VersionThree, VersionFive, Custom];

    private readonly string[] _fields = fields.Split(' ');

    public string Header => fields;

    public void Write(StringBuilder output, FlowRecord record)
    {
        for (var i = 0; i < _fields.Length; i++)
        {
            if (i > 0)
                output.Append(' ');
            output.Append(CultureInfo.InvariantCulture, $"{Value(record, _fields[i])}");
        }
        output.Append('\n');
    }

    private static string Value(FlowRecord record, string field) => field switch
    {
        "version" => "2",
        "account-id" => record.At.Account,
        "interface-id" => record.At.Interface,
        "instance-id" => record.At.Instance,
        "srcaddr" or "pkt-srcaddr" => record.Source.ToString(),
        "dstaddr" or "pkt-dstaddr" => record.Destination.ToString(),
        "srcport" => Text(record.SourcePort),
        "dstport" => Text(record.DestinationPort),
        "protocol" => Text(record.Protocol),
        "packets" => Text(record.Packets),
        "bytes" => Text(record.Bytes),
        "start" => Text(record.Start),
        "end" => Text(record.End),
        "action" => record.IsAccepted ? "ACCEPT" : "REJECT",
        "log-status" => "OK",
        "vpc-id" => "vpc-0a1b2c3d4e5f60718",
        "subnet-id" => "subnet-0a1b2c3d4e5f60718",
        "tcp-flags" => Text(record.Flags),
        "type" => record.Source.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4",
        "region" => "eu-west-1",
        "az-id" => "euw1-az2",
        "pkt-src-aws-service" => record.SourceService ?? "-",
        "pkt-dst-aws-service" => record.DestinationService ?? "-",
        "flow-direction" => record.Source.Equals(record.At.Address) || record.Source.Equals(record.At.AddressV6) ? "egress" : "ingress",
        _ => "-",
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
