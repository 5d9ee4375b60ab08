using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Aws.Wire;

/// <summary>Writes query and ec2 requests by shape.</summary>
internal sealed class QueryBodyWriter(WireProtocol protocol)
{
    private readonly bool _ec2 = protocol == WireProtocol.Ec2;
    private readonly StringBuilder _text = new(256);

    public ReadOnlyMemory<byte> ToBytes() => Encoding.ASCII.GetBytes(_text.ToString());

    public void Parameter(string name, string value)
    {
        if (_text.Length > 0)
            _text.Append('&');
        _text.Append(UriText.Encode(name)).Append('=').Append(UriText.Encode(value));
    }

    public void WriteMembers(JsonObject value, Shape shape, string prefix = "")
    {
        foreach (var member in shape.Members)
        {
            if (value[member.Name] is { } node)
                WriteValue(prefix + (_ec2 ? member.Ec2Name : member.WireName), node, member);
        }
    }

    private void WriteValue(string name, JsonNode node, Member member)
    {
        switch (member.Shape.Type)
        {
            case ShapeType.Structure:
                WriteMembers(JsonBodyWriter.Object(node, member), member.Shape, name + ".");
                break;
            case ShapeType.List:
                WriteList(name, JsonBodyWriter.Array(node, member), member);
                break;
            case ShapeType.Map:
                WriteMap(name, JsonBodyWriter.Object(node, member), member);
                break;
            default:
                Parameter(name, ScalarText.Write(node, member, TimestampFormat.Iso8601));
                break;
        }
    }

    private void WriteList(string name, JsonArray list, Member member)
    {
        var element = member.Shape.Element!;
        if (list.Count == 0)
        {
            // An empty list is sent as nothing by ec2 and as an empty parameter by query.
            if (!_ec2)
                Parameter(name, string.Empty);
            return;
        }
        var stem = name;
        if (!_ec2 && !member.IsFlattened)
            stem = name + "." + (element.LocationName ?? "member");
        else if (!_ec2 && element.LocationName is { } elementName)
            stem = name[..(name.LastIndexOf('.') + 1)] + elementName;
        var index = 0;
        foreach (var item in list)
        {
            index++;
            if (item is not null)
                WriteValue(string.Create(CultureInfo.InvariantCulture, $"{stem}.{index}"), item, element);
        }
    }

    private void WriteMap(string name, JsonObject map, Member member)
    {
        var (key, value) = (member.Shape.Key!, member.Shape.Value!);
        var stem = member.IsFlattened ? name : name + ".entry";
        var index = 0;
        foreach (var (entry, item) in map)
        {
            index++;
            if (item is null)
                continue;
            var entryStem = string.Create(CultureInfo.InvariantCulture, $"{stem}.{index}.");
            Parameter(entryStem + (key.LocationName ?? "key"), entry);
            WriteValue(entryStem + (value.LocationName ?? "value"), item, value);
        }
    }
}
