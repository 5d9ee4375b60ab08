using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Landward.Rules.Json;

namespace Landward.Tests.Rules.Json;

public sealed class JsonTapeTests
{
    private readonly JsonTape _tape = new();

    [Theory]
    [InlineData("""{"a":1,"b":[true,null,"x"],"c":{"d":"e"}}""")]
    [InlineData(""" { "a" : [ ] , "b" : { } , "é" : "\u00e9\n\/\"" } """)]
    [InlineData("""[1.50,-0,1e5,"\ud83d\ude00","😀","\u003c"]""")]
    [InlineData("\"alone\"")]
    [InlineData("null")]
    public void Reads_what_the_library_reads(string json) => Compare(json);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\":1}}")]
    [InlineData("{\"a\":tru}")]
    [InlineData("{'a':1}")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1} {\"b\":2}")]
    public void Refuses_what_is_no_document_and_forgets_it(string json)
    {
        Read("{\"kept\":1}").ShouldBeTrue();
        Read(json).ShouldBeFalse();
        _tape.Root.Kind.ShouldBe(JsonValueKind.Undefined);
        _tape.Root.TryGetMember("kept"u8, out _).ShouldBeFalse();
    }

    [Fact]
    public void Refuses_invalid_UTF8() => _tape.TryRead(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' }).ShouldBeFalse();

    [Fact]
    public void Refuses_documents_beyond_its_limits()
    {
        var small = new JsonTape(maxDepth: 3, maxValues: 5);
        small.TryRead("[[[1]]]"u8.ToArray()).ShouldBeTrue();
        small.TryRead("[[[[]]]]"u8.ToArray()).ShouldBeFalse();
        small.TryRead("[1,2,3,4]"u8.ToArray()).ShouldBeTrue();
        small.TryRead("[1,2,3,4,5]"u8.ToArray()).ShouldBeFalse();
        _tape.TryRead(Encoding.UTF8.GetBytes(new string('[', 10_000) + new string(']', 10_000))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"a":1,"b":2,"a":3}""", """{"b":2,"a":3}""")]
    [InlineData("""{"a":1,"\u0061":3}""", """{"a":3}""")]
    [InlineData("""{"x":{"a":[1,{"b":1,"b":2}]}}""", """{"x":{"a":[1,{"b":2}]}}""")]
    public void Last_of_members_with_the_same_name_counts(string json, string expected)
    {
        Read(json).ShouldBeTrue();
        Encoding.UTF8.GetString(_tape.Root.Canonical).ShouldBe(expected);
    }

    [Fact]
    public void Last_of_members_counts_in_objects_of_any_size()
    {
        var json = $"{{{string.Join(',', Enumerable.Range(0, 5000).Select(n => $"\"k{n % 1000}\":{n}"))}}}";
        Read(json).ShouldBeTrue();
        _tape.Root.TryGetMember("k7"u8, out var seven).ShouldBeTrue();
        Encoding.UTF8.GetString(seven.Text).ShouldBe("4007");
        var count = 0;
        foreach (var member in _tape.Root.Members())
            count += member.Name.IsEmpty ? 0 : 1;
        count.ShouldBe(1000);
        Read(json).ShouldBeTrue();
        Encoding.UTF8.GetString(_tape.Root.Canonical).ShouldBe($"{{{string.Join(',', Enumerable.Range(0, 1000).Select(n => $"\"k{n}\":{n + 4000}"))}}}");
    }

    [Fact]
    public void Half_a_surrogate_pair_stays_as_it_is_written()
    {
        Read("""{"a":"x\ud800y","\udc00":1}""").ShouldBeTrue();
        _tape.Root.TryGetMember("a"u8, out var text).ShouldBeTrue();
        Encoding.UTF8.GetString(text.Text).ShouldBe("x\\ud800y");
        Encoding.UTF8.GetString(_tape.Root.Canonical).ShouldBe("""{"a":"x\ud800y","\udc00":1}""");
    }

    [Fact]
    public void Canonical_form_is_that_of_the_library() => Prop.ForAll<int>(seed =>
    {
        var json = new RandomJson(new System.Random(seed)).Text();
        Compare(json);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongSuite.Times(400)));

    [Fact]
    public void Reading_allocates_nothing_once_the_tape_has_grown()
    {
        var json = Encoding.UTF8.GetBytes("""{"eventName":"X","requestParameters":{"a":["\"quoted\"",{"b":1}]},"list":[1,2,3]}""");
        for (var i = 0; i < 100; i++)
            Touch(json);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Touch(json);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000);
    }

    private void Touch(byte[] json)
    {
        _tape.TryRead(json);
        _tape.Root.TryGetMember("requestParameters"u8, out var parameters);
        parameters.TryGetMember("a"u8, out var list);
        foreach (var item in list.Items())
            _ = item.Kind == JsonValueKind.String ? item.Text.Length : item.Canonical.Length;
    }

    private bool Read(string json) => _tape.TryRead(Encoding.UTF8.GetBytes(json));

    private void Compare(string json)
    {
        Read(json).ShouldBeTrue(json);
        var node = JsonNode.Parse(json);
        Same(_tape.Root, node);
    }

    private static void Same(JsonTapeElement element, JsonNode? node)
    {
        if (node is JsonObject or JsonArray)
        {
            Encoding.UTF8.GetString(element.Canonical)
                .ShouldBe(node.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        }
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    element.TryGetMember(Encoding.UTF8.GetBytes(name), out var member).ShouldBeTrue();
                    Same(member, value);
                }
                break;
            case JsonArray items:
                var rest = new Queue<JsonNode?>(items);
                foreach (var item in element.Items())
                    Same(item, rest.Dequeue());
                rest.ShouldBeEmpty();
                break;
            case null:
                element.Kind.ShouldBe(JsonValueKind.Null);
                break;
            default:
                Encoding.UTF8.GetString(element.Text).ShouldBe(node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString());
                break;
        }
    }
}
