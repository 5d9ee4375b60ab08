using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Rules.EventPatterns;

namespace Landward.Tests.Rules.EventPatterns;

public sealed class EventPatternTests
{
    [Theory]
    // JSON-typed equality
    [InlineData("""{"n":[300]}""", """{"n":3e2}""", true)]
    [InlineData("""{"n":[300.0]}""", """{"n":300}""", true)]
    [InlineData("""{"n":["300"]}""", """{"n":300}""", false)]
    [InlineData("""{"n":[9007199254740993]}""", """{"n":9007199254740992}""", false)]
    [InlineData("""{"n":[9007199254740993]}""", """{"n":9007199254740993}""", true)]
    [InlineData("""{"n":[0.1]}""", """{"n":0.10}""", true)]
    [InlineData("""{"n":[null]}""", """{"n":null}""", true)]
    [InlineData("""{"n":[null]}""", """{}""", false)]
    [InlineData("""{"n":[true]}""", """{"n":"true"}""", false)]
    // addresses
    [InlineData("""{"ip":["10.0.0.1"]}""", """{"ip":"010.0.0.1"}""", true)]
    [InlineData("""{"ip":["2001:db8:0:0::1"]}""", """{"ip":"2001:DB8::1"}""", true)]
    [InlineData("""{"ip":[{"exactly":"10.0.0.1"}]}""", """{"ip":"010.0.0.1"}""", false)]
    [InlineData("""{"ip":[{"cidr":"10.1.2.3/8"}]}""", """{"ip":"10.200.0.1"}""", true)]
    [InlineData("""{"ip":[{"cidr":"10.0.0.0/9"}]}""", """{"ip":"10.128.0.1"}""", false)]
    [InlineData("""{"ip":[{"cidr":"10.0.0.0/8"}]}""", """{"ip":"AWS Internal"}""", false)]
    [InlineData("""{"ip":[{"cidr":"2001:db8::/33"}]}""", """{"ip":"2001:db8:7fff::1"}""", true)]
    [InlineData("""{"ip":[{"cidr":"0.0.0.0/0"}]}""", """{"ip":"::1"}""", false)]
    // strings
    [InlineData("""{"s":[{"prefix":""}]}""", """{"s":"x"}""", true)]
    [InlineData("""{"s":[{"prefix":""}]}""", """{"s":5}""", false)]
    [InlineData("""{"s":[{"prefix":{"equals-ignore-case":"EC"}}]}""", """{"s":"ec2"}""", true)]
    [InlineData("""{"s":[{"suffix":{"equals-ignore-case":".PNG"}}]}""", """{"s":"a.png"}""", true)]
    [InlineData("""{"s":[{"equals-ignore-case":"STRASSE"}]}""", """{"s":"straße"}""", true)]
    [InlineData("""{"s":[{"equals-ignore-case":"É"}]}""", """{"s":"é"}""", true)]
    [InlineData("""{"s":[{"wildcard":"a*b*c"}]}""", """{"s":"aXbYbZc"}""", true)]
    [InlineData("""{"s":[{"wildcard":"a\\*b"}]}""", """{"s":"a*b"}""", true)]
    [InlineData("""{"s":[{"wildcard":"a\\*b"}]}""", """{"s":"aXb"}""", false)]
    [InlineData("""{"s":[{"wildcard":""}]}""", """{"s":"x"}""", false)]
    // anything-but
    [InlineData("""{"s":[{"anything-but":"x"}]}""", """{"s":5}""", true)]
    [InlineData("""{"s":[{"anything-but":"x"}]}""", """{}""", false)]
    [InlineData("""{"s":[{"anything-but":"x"}]}""", """{"s":[]}""", false)]
    [InlineData("""{"s":[{"anything-but":["x","y"]}]}""", """{"s":["x","z"]}""", true)]
    [InlineData("""{"s":[{"anything-but":[1,2]}]}""", """{"s":2.0}""", false)]
    [InlineData("""{"s":[{"anything-but":{"suffix":[".png",".jpg"]}}]}""", """{"s":"a.jpg"}""", false)]
    // numeric
    [InlineData("""{"n":[{"numeric":[">",0,"<=",5]}]}""", """{"n":5}""", true)]
    [InlineData("""{"n":[{"numeric":[">",0,"<=",5]}]}""", """{"n":0}""", false)]
    [InlineData("""{"n":[{"numeric":["=",5]}]}""", """{"n":"5"}""", false)]
    // presence
    [InlineData("""{"a":[{"exists":true}]}""", """{"a":null}""", true)]
    [InlineData("""{"a":[{"exists":true}]}""", """{"a":{"b":1}}""", false)]
    [InlineData("""{"a":[{"exists":false}]}""", """{"a":{"b":1}}""", true)]
    [InlineData("""{"a":[{"exists":false},"x"]}""", """{"a":"y"}""", false)]
    // paths
    [InlineData("""{"a.b":[1]}""", """{"a":{"b":1}}""", true)]
    [InlineData("""{"a":{"b":[1]}}""", """{"a.b":1}""", true)]
    [InlineData("""{"a":[1]}""", """{"a":2,"a":1}""", true)]
    [InlineData("""{"a":[1],"a":[2]}""", """{"a":1}""", false)]
    [InlineData("""{"a":[3]}""", """{"a":[[1,2],[3]]}""", true)]
    // $or
    [InlineData("""{"k":[1],"$or":[{"a":[1]},{"b":[2]}]}""", """{"k":1,"b":2}""", true)]
    [InlineData("""{"k":[1],"$or":[{"a":[1]},{"b":[2]}]}""", """{"k":2,"b":2}""", false)]
    [InlineData("""{"$or":[{"$or":[{"a":[1]},{"b":[1]}]},{"c":[1]}]}""", """{"b":1}""", true)]
    [InlineData("""{"$or":["x"]}""", """{"$or":"x"}""", true)]
    public void Pattern_decides(string pattern, string @event, bool expected)
    {
        var (compiled, error) = EventPattern.Parse(pattern);
        error.ShouldBeNull();
        using var document = JsonDocument.Parse(@event);
        compiled!.Matches(document.RootElement).ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"list":{"x":[1],"y":[2]}}""", """{"list":[{"x":1,"y":2},{"x":3}]}""", true)]
    [InlineData("""{"list":{"x":[1],"y":[2]}}""", """{"list":[{"x":1,"y":9},{"x":3,"y":2}]}""", false)]
    [InlineData("""{"list":{"x":[1],"y":[{"exists":false}]}}""", """{"list":[{"x":1},{"x":3,"y":2}]}""", true)]
    [InlineData("""{"list":{"x":[1],"y":[{"exists":false}]}}""", """{"list":[{"x":1,"y":2},{"x":3}]}""", false)]
    [InlineData("""{"a":{"x":[1]},"b":{"x":[2]}}""", """{"a":[{"x":0},{"x":1}],"b":[{"x":2},{"x":3}]}""", true)]
    [InlineData("""{"a":{"b":{"x":[1],"y":[2]},"z":[3]}}""", """{"a":[{"b":[{"x":1},{"y":2}],"z":3},{"b":[{"x":1,"y":2}],"z":3}]}""", true)]
    [InlineData("""{"a":{"b":{"x":[1],"y":[2]},"z":[3]}}""", """{"a":[{"b":[{"x":1,"y":2}],"z":4},{"b":[{"x":1}],"z":3}]}""", false)]
    public void Fields_never_match_in_different_elements_of_one_array(string pattern, string @event, bool expected) =>
        Pattern_decides(pattern, @event, expected);

    [Theory]
    [InlineData("""[]""", "Filter is not an object")]
    [InlineData("""{}""", "Empty objects are not allowed")]
    [InlineData("""{"a":[]}""", "Empty arrays are not allowed")]
    [InlineData("""{"a":1}""", "\"a\" must be an object or an array")]
    [InlineData("""{"a":[[1]]}""", "Match value must be String, number, true, false, or null")]
    [InlineData("""{"a":[{}]}""", "Match expression name not found")]
    [InlineData("""{"a":[{"prefix":"x","suffix":"y"}]}""", "Only one key allowed in match expression")]
    [InlineData("""{"a":[{"EXISTS":true}]}""", "Unrecognized match type EXISTS")]
    [InlineData("""{"a":[{"prefix":1}]}""", "prefix match pattern must be a string")]
    [InlineData("""{"a":[{"suffix":{"prefix":"x"}}]}""", "Unsupported suffix pattern: prefix")]
    [InlineData("""{"a":[{"anything-but":{"cidr":"10.0.0.0/8"}}]}""", "Unsupported anything-but pattern: cidr")]
    [InlineData("""{"a":[{"anything-but":{"prefix":""}}]}""", "Null prefix not allowed")]
    [InlineData("""{"a":[{"anything-but":["x",1]}]}""", "Inside anything but list, either all values are number or string, mixed type is not supported")]
    [InlineData("""{"a":[{"anything-but":[]}]}""", "Inside anything but list, either all values are number or string, mixed type is not supported")]
    [InlineData("""{"a":[{"anything-but":[null]}]}""", "Inside anything but list, start|null|boolean is not supported.")]
    [InlineData("""{"a":[{"numeric":5}]}""", "Value of numeric must be an array.")]
    [InlineData("""{"a":[{"numeric":[">","x"]}]}""", "Value of > must be numeric")]
    [InlineData("""{"a":[{"numeric":["!",1]}]}""", "Unrecognized numeric range operator: !")]
    [InlineData("""{"a":[{"numeric":["<",1,">",0]}]}""", "Too many elements in numeric expression")]
    [InlineData("""{"a":[{"numeric":[">=",5,"<=",5]}]}""", "Bottom must be less than top")]
    [InlineData("""{"a":[{"numeric":["=",9007199254740993]}]}""", "Cannot compare number : 9007199254740993")]
    [InlineData("""{"a":[{"exists":"true"}]}""", "exists match pattern must be either true or false.")]
    [InlineData("""{"a":[{"cidr":"10.0.0.0"}]}""", "Malformed CIDR, one '/' required")]
    [InlineData("""{"a":[{"cidr":"10.0.0.0/x"}]}""", "Malformed CIDR, mask bits must be an integer")]
    [InlineData("""{"a":[{"cidr":"10.0.0.0/-1"}]}""", "Malformed CIDR, mask bits must not be negative")]
    [InlineData("""{"a":[{"cidr":"10.0.0.1/32"}]}""", "IPv4 mask bits must be < 32")]
    [InlineData("""{"a":[{"cidr":"::1/128"}]}""", "IPv6 mask bits must be < 128")]
    [InlineData("""{"a":[{"cidr":"10.0.0/8"}]}""", "Nonstandard IP address: 10.0.0")]
    [InlineData("""{"a":[{"wildcard":"x**"}]}""", "Consecutive wildcard characters at pos 1")]
    [InlineData("""{"a":[{"wildcard":"x\\y"}]}""", "Invalid escape character at pos 1")]
    [InlineData("""{"$or":[{"a":[1]}]}""", "Unrecognized match type a")]
    [InlineData("""{"$or":[{"a":[1]},{"prefix":["x"]}]}""", "Unrecognized match type a")]
    [InlineData("""{"a":""", "Filter is not valid JSON at [Line: 1, Column: 6]")]
    public void Wrong_pattern_is_refused_in_the_words_of_EventBridge(string pattern, string reason)
    {
        var (compiled, error) = EventPattern.Parse(pattern);
        compiled.ShouldBeNull();
        error!.Message.ShouldBe($"Event pattern is not valid. Reason: {reason}");
    }

    [Fact]
    public void Patterns_made_to_be_slow_are_refused()
    {
        var stars = string.Concat(Enumerable.Repeat("*a", 65));
        EventPattern.Parse($$"""{"a":[{"wildcard":"{{stars}}"}]}""").Error!.Reason.ShouldStartWith("Rule is too complex");

        var branches = string.Join(',', Enumerable.Range(0, 12).Select(n => $$"""{"f{{n}}":[1]}"""));
        var nested = $$$"""{"x":{"$or":[{{{branches}}}]},"y":{"$or":[{{{branches}}}]},"z":{"$or":[{{{branches}}}]}}""";
        EventPattern.Parse(nested).Error!.Reason.ShouldStartWith("Rule is too complex");

        EventPattern.Parse($$"""{"a":["{{new string('x', 4096)}}"]}""").Pattern.ShouldBeNull();
    }

    [Fact]
    public void Event_with_many_large_arrays_is_decided_quickly()
    {
        var elements = string.Join(',', Enumerable.Range(0, 200).Select(n => $$"""{"x":1,"y":{{n + 10}}}"""));
        var arrays = string.Join(',', "abcdefgh".Select(name => $"\"{name}\":[{elements}]"));
        var fields = string.Join(',', "abcdefgh".Select(name => $"\"{name}\":{{\"x\":[1]}}"));
        using var document = JsonDocument.Parse($"{{{arrays}}}");
        var (pattern, _) = EventPattern.Parse($"{{{fields},\"zz\":[1]}}");
        pattern!.Matches(document.RootElement).ShouldBeFalse();
    }

    [Fact]
    public void Nodes_match_as_elements_do()
    {
        var (pattern, _) = EventPattern.Parse("""{"detail":{"severity":[{"numeric":[">=",70]}]}}""");
        pattern!.Matches(new JsonObject { ["detail"] = new JsonObject { ["severity"] = 70 } }).ShouldBeTrue();
        pattern.Matches(new JsonObject { ["detail"] = new JsonObject { ["severity"] = 40 } }).ShouldBeFalse();
        pattern.Matches(JsonValue.Create("text")).ShouldBeFalse();
    }
}
