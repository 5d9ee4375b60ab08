using System.Text.Json.Nodes;

namespace Landward.Tests.Policy.Reference;

/// <summary>Random Condition elements and contexts over keys of every type.</summary>
internal static class FuzzConditions
{
    public static readonly (string Key, string[] Operators, string[] PolicyValues, string[] RequestValues)[] Keys =
    [
        ("aws:username", ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"], ["alice", "ALICE", "al*", "?lice", "${aws:username}", "${aws:PrincipalTag/team}"], ["alice", "bob"]),
        ("aws:PrincipalTag/team", ["StringEquals", "StringNotEquals", "StringLike"], ["alice", "blue", "${aws:username}", "b${*}", "*"], ["alice", "blue", "b*", string.Empty]),
        ("aws:SourceIp", ["IpAddress", "NotIpAddress"], ["10.0.0.0/8", "192.0.2.1", "2001:db8::/32", "no-address"], ["10.1.2.3", "192.0.2.1", "2001:db8::7", "203.0.113.9"]),
        ("aws:MultiFactorAuthPresent", ["Bool"], ["true", "false", "TRUE"], ["true", "false"]),
        ("aws:MultiFactorAuthAge", ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"], ["10", "10.0", "3600", "x"], ["5", "10", "3600"]),
        ("aws:CurrentTime", ["DateEquals", "DateNotEquals", "DateLessThan", "DateGreaterThan", "DateLessThanEquals", "DateGreaterThanEquals"], ["2026-01-01T00:00:00Z", "2026-06-01", "1767225600"], ["2026-01-01T00:00:00Z", "2026-03-01T12:00:00Z"]),
        ("aws:SourceArn", ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"], ["arn:aws:s3:::data", "arn:aws:*:*:*:*", "arn:aws:s3:::d?ta", "arn:aws:sqs:*:*:j*"], ["arn:aws:s3:::data", "arn:aws:sqs:eu-west-1:111122223333:jobs"]),
        ("aws:TagKeys", ["ForAllValues:StringEquals", "ForAnyValue:StringEquals", "ForAllValues:StringNotEquals", "ForAnyValue:StringNotLike", "ForAllValues:StringLike", "ForAnyValue:StringLike", "StringEquals", "StringNotEquals"], ["team", "env", "t*"], ["team", "env", "cost"]),
        ("aws:SourceVpc", ["StringEquals", "StringNotEquals", "ForAllValues:StringEquals", "ForAnyValue:StringEquals", "ForAllValues:StringNotEquals"], ["vpc-1", "vpc-2"], ["vpc-1", "vpc-3"]),
        ("s3:signature", ["BinaryEquals"], ["QUJD", "REVG"], ["QUJD", "AAAA"]),
    ];

    public static JsonObject Block(Random random)
    {
        var block = new JsonObject();
        for (var count = 1 + random.Next(2); count > 0; count--)
        {
            var (key, operators, values, _) = Keys[random.Next(Keys.Length)];
            var op = operators[random.Next(operators.Length)];
            if (random.Next(5) == 0)
                op += "IfExists";
            if (random.Next(8) == 0)
                (op, values) = ("Null", ["true", "false"]);
            var keys = block[op] as JsonObject ?? [];
            keys[random.Next(3) == 0 ? key.ToUpperInvariant() : key] = new JsonArray([.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => (JsonNode)values[random.Next(values.Length)])]);
            block[op] = keys;
        }
        return block;
    }

    public static Dictionary<string, string[]> Context(Random random)
    {
        var context = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, _, _, values) in Keys)
        {
            if (random.Next(2) == 0)
                continue;
            var count = FuzzCase.IsMultivalued(key) ? random.Next(3) : 1;
            context[key] = [.. Enumerable.Range(0, count).Select(_ => values[random.Next(values.Length)])];
        }
        return context;
    }
}
