using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Detection;

namespace Landward.Tests.Detection;

/// <summary>A name that a member has is never denied, however it is written.</summary>
public sealed class MemberNamesTests
{
    private static readonly string[] Names = ["a", "id", "key", "name", "roleName", "bucketName", "withDecryption", "\u00e4rger", "a\"b", "x:y", "tab\t", "#", "ab#cdef", "sevenab", "eightabc"];

    [Fact]
    public void Names_that_are_there_may_be_there()
    {
        var random = new Random(LongSuite.Seed);
        for (var round = 0; round < LongSuite.Times(3000); round++)
        {
            var used = new HashSet<string>();
            var json = Value(random, 0, used).ToJsonString(new JsonSerializerOptions { WriteIndented = random.Next(4) == 0 });
            if (random.Next(6) == 0)
                json = json.Replace("\":", "\" :", StringComparison.Ordinal);
            var names = MemberNames.Of(Encoding.UTF8.GetBytes(json));
            foreach (var name in used)
                names.MayHold(Encoding.UTF8.GetBytes(name)).ShouldBeTrue($"{name} in {json}");
        }
    }

    [Fact]
    public void Names_of_which_the_last_words_are_alike_are_told_apart()
    {
        var names = MemberNames.Of("""{"bucketName":"b","Host":"h"}"""u8);

        names.MayHold("bucketName"u8).ShouldBeTrue();
        string[] others = ["roleName", "userName", "functionName", "groupName", "name", "tableName"];
        others.Count(name => names.MayHold(Encoding.UTF8.GetBytes(name))).ShouldBeLessThan(2);
        MemberNames.Of(["bucketName", "Host"]).ShouldSatisfyAllConditions(
            asked => names.MayHold(asked).ShouldBeTrue(),
            asked => MemberNames.Of("""{"bucketName":"b"}"""u8).MayHold(asked).ShouldBeFalse());
    }

    [Fact]
    public void Most_names_that_are_not_there_are_denied()
    {
        var names = MemberNames.Of("""{"instanceType":"t3.micro","tagSet":{"items":[{"key":"Name","value":"arn:aws:iam::1:role/r"}]}}"""u8);

        string[] others = ["roleName", "bucketName", "policyArn", "withDecryption", "durationSeconds", "cidrIp", "userName", "groupId"];
        others.Count(name => names.MayHold(Encoding.UTF8.GetBytes(name))).ShouldBeLessThan(4);
    }

    private static JsonNode Value(Random random, int depth, HashSet<string> used)
    {
        if (depth > 3 || random.Next(3) == 0)
            return JsonValue.Create(random.Next(3) switch { 0 => "arn:aws:s3:::b", 1 => "say \"name\": x", _ => $"{random.Next(1000)}" });
        if (random.Next(4) == 0)
            return new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, depth + 1, used))]);
        var made = new JsonObject();
        foreach (var name in Names.Where(_ => random.Next(3) == 0))
        {
            used.Add(name);
            made[name] = Value(random, depth + 1, used);
        }
        return made;
    }
}
