using System.Text.Json;
using Landward.Aws.Descriptions;

namespace Landward.Aws.Wire;

/// <summary>Reads query and ec2 requests by shape.</summary>
internal sealed class QueryBodyReader(WireProtocol protocol, Utf8JsonWriter writer)
{
    private readonly bool _ec2 = protocol == WireProtocol.Ec2;

    /// <summary>Writes the members found in the form; the caller has opened the object.</summary>
    public void ReadMembers(QueryForm form, Shape shape)
    {
        foreach (var member in shape.Members)
        {
            if (Find(form, member) is not { } node)
                continue;
            writer.WritePropertyName(member.Name);
            ReadValue(node, member);
        }
    }

    private QueryForm? Find(QueryForm form, Member member)
    {
        if (_ec2)
            return form.Child(member.Ec2Name);
        // A flattened list may be sent under the name of its elements.
        return form.Child(member.XmlName) ?? form.Child(member.WireName);
    }

    private void ReadValue(QueryForm node, Member member)
    {
        switch (member.Shape.Type)
        {
            case ShapeType.Structure:
                writer.WriteStartObject();
                ReadMembers(node, member.Shape);
                writer.WriteEndObject();
                break;
            case ShapeType.List:
                writer.WriteStartArray();
                foreach (var element in Elements(node, member))
                    ReadValue(element, member.Shape.Element!);
                writer.WriteEndArray();
                break;
            case ShapeType.Map:
                writer.WriteStartObject();
                ReadEntries(node, member);
                writer.WriteEndObject();
                break;
            default:
                ScalarText.Read(node.Value ?? throw WireFormatException.Form($"{member.WireName} is not a structure or list."), member, writer);
                break;
        }
    }

    private IEnumerable<QueryForm> Elements(QueryForm node, Member member)
    {
        if (_ec2 || member.IsFlattened)
            return node.Elements;
        var wrapped = node.Child(member.Shape.Element!.LocationName ?? "member") ?? node.Child("member");
        return (wrapped ?? node).Elements;
    }

    private void ReadEntries(QueryForm node, Member member)
    {
        var (key, value) = (member.Shape.Key!, member.Shape.Value!);
        var entries = member.IsFlattened ? node : node.Child("entry") ?? node;
        foreach (var entry in entries.Elements)
        {
            if (entry.Child(key.LocationName ?? "key")?.Value is not { } name)
                throw WireFormatException.Form($"An entry of {member.WireName} has no key.");
            if (entry.Child(value.LocationName ?? "value") is not { } item)
                continue;
            writer.WritePropertyName(name);
            ReadValue(item, value);
        }
    }
}
