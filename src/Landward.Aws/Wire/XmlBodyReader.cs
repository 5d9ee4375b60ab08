using System.Text.Json;
using Landward.Aws.Descriptions;

namespace Landward.Aws.Wire;

/// <summary>Reads XML by shape: rest-xml bodies, and the answers of the query and ec2 protocols. Unknown elements are dropped.</summary>
internal static class XmlBodyReader
{
    /// <summary>Writes the body members found in the element; the caller has opened the object.</summary>
    public static void ReadMembers(XmlTree element, Shape shape, Utf8JsonWriter writer)
    {
        foreach (var member in shape.BodyMembers)
            ReadMember(element, member, writer);
    }

    /// <summary>Writes the element as the value of the member.</summary>
    public static void ReadValue(XmlTree element, Member member, Utf8JsonWriter writer)
    {
        var shape = member.Shape;
        switch (shape.Type)
        {
            case ShapeType.Structure:
                writer.WriteStartObject();
                foreach (var inner in shape.Members)
                    ReadMember(element, inner, writer);
                writer.WriteEndObject();
                break;
            case ShapeType.List:
                writer.WriteStartArray();
                foreach (var child in element.Children)
                    ReadValue(child, shape.Element!, writer);
                writer.WriteEndArray();
                break;
            case ShapeType.Map:
                writer.WriteStartObject();
                foreach (var entry in element.Children)
                    ReadEntry(entry, shape, writer);
                writer.WriteEndObject();
                break;
            default:
                ScalarText.Read(PolicyText.Applies(shape) ? PolicyText.Decode(element.Text) : element.Text, member, writer);
                break;
        }
    }

    private static void ReadMember(XmlTree element, Member member, Utf8JsonWriter writer)
    {
        if (member.IsXmlAttribute)
        {
            if (element.Attribute(LocalName(member.WireName)) is { } attribute)
            {
                writer.WritePropertyName(member.Name);
                ScalarText.Read(attribute, member, writer);
            }
        }
        else if (member.IsFlattened && member.Shape.Type is ShapeType.List or ShapeType.Map)
        {
            ReadFlattened(element, member, writer);
        }
        else if (element.Child(member.WireName) is { } child && !IsEmptyScalar(child, member))
        {
            writer.WritePropertyName(member.Name);
            ReadValue(child, member, writer);
        }
    }

    private static void ReadFlattened(XmlTree element, Member member, Utf8JsonWriter writer)
    {
        var name = member.XmlName;
        if (element.Child(name) is null)
            return;
        var shape = member.Shape;
        writer.WritePropertyName(member.Name);
        if (shape.Type == ShapeType.List)
            writer.WriteStartArray();
        else
            writer.WriteStartObject();
        foreach (var child in element.Children)
        {
            if (child.Name != name)
                continue;
            if (shape.Type == ShapeType.List)
                ReadValue(child, shape.Element!, writer);
            else
                ReadEntry(child, shape, writer);
        }
        if (shape.Type == ShapeType.List)
            writer.WriteEndArray();
        else
            writer.WriteEndObject();
    }

    private static void ReadEntry(XmlTree entry, Shape map, Utf8JsonWriter writer)
    {
        var key = entry.Child(map.Key!.LocationName ?? "key") ?? throw WireFormatException.Xml("An entry of a map has no key.");
        if (entry.Child(map.Value!.LocationName ?? "value") is not { } value)
            return;
        writer.WritePropertyName(key.Text);
        ReadValue(value, map.Value!, writer);
    }

    // <MaxKeys/> is an absent number; an empty string stays an empty string.
    private static bool IsEmptyScalar(XmlTree element, Member member) =>
        element.Text.Length == 0 && member.Shape.Type is not (ShapeType.Structure or ShapeType.List or ShapeType.Map or ShapeType.String or ShapeType.Blob);

    internal static string LocalName(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? name : name[(colon + 1)..];
    }
}
