using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Tests.Aws.Wire;

/// <summary>Random values of a shape, in Landward's JSON, that survive the wire unchanged.</summary>
internal sealed class SampleValues(Random random)
{
    private static readonly string[] Texts = ["a", "two words", "a/b", "100%", "x=1&y=2", "ünïcödé", "<tag attr=\"v\">&amp;</tag>", "it's, \"quoted\"", "+plus+", "{\"Version\":\"2012-10-17\"}", "line\nbreak"];
    private static readonly string[] SafeTexts = ["a", "two words", "a.b-c_d", "100%", "x=1", "(brackets)", "a,b", "say \"hi\""];

    public JsonObject Structure(Shape shape, int depth = 0)
    {
        var value = new JsonObject();
        var members = shape.IsUnion && !shape.Members.IsEmpty ? [shape.Members[random.Next(shape.Members.Length)]] : shape.Members.AsEnumerable();
        foreach (var member in members)
        {
            var isAddress = member.Location == MemberLocation.Uri;
            if (!isAddress && !member.IsRequired && !shape.IsUnion && (depth > 4 || random.Next(3) == 0))
                continue;
            if (Fits(member, depth))
                value[member.Name] = Value(member, depth + 1);
        }
        // Forms cannot carry an empty structure.
        if (depth > 0 && value.Count == 0 && shape.Members.FirstOrDefault(member => Fits(member, depth)) is { } first)
            value[first.Name] = Value(first, depth + 1);
        return value;
    }

    private static bool Fits(Member member, int depth) =>
        member.Shape.Type is not (ShapeType.Structure or ShapeType.List or ShapeType.Map)
        || (depth <= 8 && !(member.Shape.Type == ShapeType.Structure && member.Shape.Members.IsEmpty && !member.Shape.IsDocument));

    private JsonNode Value(Member member, int depth)
    {
        var shape = member.Shape;
        return shape.Type switch
        {
            ShapeType.Structure when shape.IsDocument => new JsonObject { ["any"] = new JsonArray(1, "two", null, new JsonObject { ["three"] = true }) },
            ShapeType.Structure => Structure(shape, depth),
            ShapeType.List => List(member, depth),
            ShapeType.Map => Map(member, depth),
            ShapeType.String => JsonValue.Create(Text(member)),
            ShapeType.Integer => JsonValue.Create(random.Next(-5, 100_000)),
            ShapeType.Long => JsonValue.Create(random.NextInt64(-5, 9_007_199_254_740_991)),
            ShapeType.Float or ShapeType.Double => JsonValue.Create(random.Next(-100, 100) + 0.25),
            ShapeType.Boolean => JsonValue.Create(random.Next(2) == 0),
            ShapeType.Timestamp => JsonValue.Create(Timestamp(member)),
            ShapeType.Blob => JsonValue.Create(Convert.ToBase64String([1, 2, 250, (byte)random.Next(256)])),
            _ => throw new InvalidOperationException(shape.Type.ToString()),
        };
    }

    private string Timestamp(Member member)
    {
        var time = DateTimeOffset.UnixEpoch.AddSeconds(random.Next(1_900_000_000));
        // Dates of headers have whole seconds; the other formats carry milliseconds.
        return member.Location == MemberLocation.Body && member.TimestampFormat == TimestampFormat.Default && random.Next(2) == 0
            ? time.ToString("yyyy-MM-dd'T'HH:mm:ss'.5Z'").Replace(".5Z", ".500Z")
            : time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
    }

    private string Text(Member member)
    {
        if (!member.Shape.Enum.IsEmpty)
            return member.Shape.Enum[random.Next(member.Shape.Enum.Length)];
        var texts = member.Location is MemberLocation.Header or MemberLocation.Headers ? SafeTexts : Texts;
        return texts[random.Next(texts.Length)];
    }

    private JsonArray List(Member member, int depth)
    {
        var element = member.Shape.Element!;
        var list = new JsonArray();
        var count = depth > 5 ? 1 : random.Next(1, 4);
        for (var i = 0; i < count; i++)
        {
            if (member.Location != MemberLocation.Body && element.Shape.Type == ShapeType.String && element.Shape.Enum.IsEmpty)
                list.Add(JsonValue.Create(SafeTexts[random.Next(SafeTexts.Length)]));
            else
                list.Add(Value(element, depth + 1));
        }
        return list;
    }

    private JsonObject Map(Member member, int depth)
    {
        var map = new JsonObject();
        foreach (var key in new[] { "first", "second-key" }.Take(random.Next(1, 3)))
            map[key] = member.Location == MemberLocation.Headers ? JsonValue.Create("v " + key) : Value(member.Shape.Value!, depth + 1);
        return map;
    }
}
