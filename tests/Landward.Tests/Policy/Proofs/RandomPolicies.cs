using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Tests.Policy.Proofs;

/// <summary>Random documents over few words, so that statements overlap often, and requests made from their own patterns.</summary>
internal sealed class RandomPolicies(Random random)
{
    private static readonly string[] Actions =
        ["*", "s3:*", "s3:Get*", "s3:GetA", "s3:GetB", "s3:?etA", "s3:*A", "s3:*t*A", "S3:PutA", "s3:Put?", "ec2:Run", "ec2:*", "*:GetA", "s*:*", "s3:G*t*", "s3:GetA?"];

    private static readonly string[] Resources =
        ["*", "arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:aws:s3:::b*", "arn:aws:s3:::*", "arn:*:s3:::b/a", "arn:aws:s3:::?/a", "arn:aws:s3:::*/a*", "arn:aws:s3:::*a*b",
         "arn:aws:sqs:*:111122223333:q", "arn:aws:sqs:eu-west-1:*:*", "arn:aws:sqs", "arn:aws:s3:::b/??", "arn:aws:s3:::a*a", "arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/${aws:username}",
         "arn:aws:s3:::b/${aws:username, 'a'}"];

    private static readonly (string Operator, string Key, string[] Values)[] Families =
    [
        ("StringEquals", "k:s", ["a", "b", "ab", "A", "", "${aws:username}"]),
        ("StringNotEquals", "k:s", ["a", "b", "ab", "${aws:username}"]),
        ("StringEqualsIgnoreCase", "k:s", ["a", "AB"]),
        ("StringNotEqualsIgnoreCase", "k:s", ["a", "AB"]),
        ("StringLike", "k:s", ["a*", "*b", "?", "a?", "*", "a*b*", "${aws:username}*"]),
        ("StringNotLike", "k:s", ["a*", "*b", "?", "??"]),
        ("StringEquals", "aws:username", ["a", "b"]),
        ("StringNotLike", "aws:username", ["a*"]),
        ("ArnLike", "k:arn", ["arn:aws:iam::*:role/*", "arn:aws:iam::1:role/a", "arn:*:iam::1:*", "arn:aws:iam::1:role/a*", "bad"]),
        ("ArnNotLike", "k:arn", ["arn:aws:iam::*:role/*", "arn:aws:iam::1:role/a", "arn:*:iam::*:role/a*"]),
        ("StringLike", "k:arn", ["arn:aws:iam::*", "arn:aws:iam::*:role/a*", "*"]),
        ("NumericLessThan", "k:n", ["1", "10", "10.5", "x"]),
        ("NumericGreaterThanEquals", "k:n", ["1", "5", "10"]),
        ("NumericEquals", "k:n", ["1", "5", "10.0"]),
        ("NumericNotEquals", "k:n", ["1", "5", "10"]),
        ("DateLessThan", "k:d", ["2024-01-01", "2024-06-01T00:00:00Z"]),
        ("DateGreaterThan", "k:d", ["2024-01-01", "1704067200"]),
        ("DateNotEquals", "k:d", ["2024-01-01"]),
        ("IpAddress", "k:ip", ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "2001:db8::/32", "0.0.0.0/0"]),
        ("NotIpAddress", "k:ip", ["10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32"]),
        ("Bool", "k:b", ["true", "false", "TRUE", "x"]),
        ("Null", "k:s", ["true", "false"]),
        ("Null", "k:m", ["true", "false"]),
        ("Null", "k:b", ["true", "false"]),
        ("BinaryEquals", "k:bin", ["AA==", "AQ=="]),
        ("ForAnyValue:StringEquals", "k:m", ["a", "b", "c"]),
        ("ForAllValues:StringEquals", "k:m", ["a", "b", "c"]),
        ("ForAnyValue:StringNotEquals", "k:m", ["a", "b"]),
        ("ForAllValues:StringLike", "k:m", ["a*", "b", "?"]),
        ("ForAllValues:StringNotLike", "k:m", ["a*", "b"]),
        ("StringWhatever", "k:s", ["a"]),
    ];

    private static readonly string[] Principals =
    [
        "\"*\"", """{"AWS":"*"}""", """{"AWS":"111122223333"}""", """{"AWS":"arn:aws:iam::111122223333:user/alice"}""", """{"AWS":["arn:aws:iam::111122223333:role/team/app","444455556666"]}""",
        """{"AWS":"arn:aws:sts::111122223333:assumed-role/app/run"}""", """{"Service":"sns.amazonaws.com"}""", """{"Federated":"accounts.google.com"}""", """{"AWS":"AIDAEXAMPLEEXAMPLE01"}""",
    ];

    private static readonly string[] Fillings = ["", "a", "b", "ab", "aa", "/", "x/y", "z", ":", "GetA"];

    public PolicyDocument Document(PolicyKind kind, int maxStatements = 4, int maxConditions = 2) =>
        Parse(Enumerable.Range(0, random.Next(1, maxStatements + 1)).Select(_ => Statement(kind, maxConditions)));

    /// <summary>A document that differs from another in a statement or two, so that the answer is not always the same.</summary>
    public PolicyDocument Variant(PolicyDocument document, PolicyKind kind)
    {
        var statements = JsonNode.Parse(document.Text)!["Statement"]!.AsArray().Select(statement => statement!.ToJsonString()).ToList();
        switch (random.Next(5))
        {
            case 0:
                statements.RemoveAt(random.Next(statements.Count));
                break;
            case 1:
                statements.Add(Statement(kind, 2));
                break;
            case 2:
                var changed = JsonNode.Parse(statements[^1])!.AsObject();
                changed.Remove("Condition");
                statements[^1] = changed.ToJsonString();
                break;
            case 3:
                var narrowed = JsonNode.Parse(statements[0])!.AsObject();
                if (narrowed.ContainsKey("Action"))
                    narrowed["Action"] = Pick(Actions);
                statements[0] = narrowed.ToJsonString();
                break;
            default:
                statements.Reverse();
                break;
        }
        if (statements.Count == 0)
            statements.Add(Statement(kind, 0));
        return Parse(statements);
    }

    public string Statement(PolicyKind kind, int maxConditions)
    {
        var statement = new JsonObject
        {
            ["Effect"] = random.Next(3) == 0 ? "Deny" : "Allow",
            [random.Next(5) == 0 ? "NotAction" : "Action"] = Some(Actions),
        };
        if (kind == PolicyKind.Resource)
            statement[random.Next(6) == 0 ? "NotPrincipal" : "Principal"] = JsonNode.Parse(Pick(Principals));
        if (kind != PolicyKind.Resource || random.Next(8) > 0)
            statement[random.Next(5) == 0 ? "NotResource" : "Resource"] = Some(Resources);
        var conditions = new JsonObject();
        for (var i = random.Next(maxConditions + 1); i > 0; i--)
        {
            var (op, key, values) = Pick(Families);
            if (op != "Null" && op != "StringWhatever" && random.Next(5) == 0)
                op += "IfExists";
            if (conditions[op] is not JsonObject keys)
                conditions[op] = keys = [];
            keys[key] = Some(values);
        }
        if (conditions.Count > 0)
            statement["Condition"] = conditions;
        return statement.ToJsonString();
    }

    /// <summary>A request whose texts come from the documents' own patterns, or from nowhere.</summary>
    public AuthorizationRequest Request(params PolicyDocument[] documents)
    {
        var statements = documents.SelectMany(document => document.Statements).ToArray();
        var actions = statements.SelectMany(statement => statement.Actions.IsDefault ? statement.NotActions : statement.Actions).Append("s3:GetA").ToArray();
        var resources = statements.SelectMany(statement => statement.Resources.IsDefault ? statement.NotResources.IsDefault ? [] : statement.NotResources : statement.Resources).Append("arn:aws:s3:::b/a").ToArray();
        var context = new RequestContext.Builder();
        foreach (var group in statements.SelectMany(statement => statement.Conditions.Conditions).Select(condition => condition.Source).GroupBy(source => source.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (random.Next(3) > 0)
                context.Add(group.Key, group.Key == "k:m" ? ContextValue.Multiple([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(group.SelectMany(source => source.Values)))]) : ContextValue.Single(Value(group.SelectMany(source => source.Values))));
        }
        if (random.Next(3) > 0)
            context.Add("aws:username", Pick(["a", "b", "z", "ab"]));
        var action = Filled(Pick(actions));
        if (action.Count(character => character == ':') != 1)
            action = "s3:" + action.Replace(":", string.Empty, StringComparison.Ordinal);
        var resource = random.Next(12) == 0 ? "*" : Arn(Pick(resources));
        return new AuthorizationRequest(Pick(Callers), action, resource, null, context.Build());
    }

    private static readonly Principal[] Callers =
    [
        Principal.FromArn("arn:aws:iam::111122223333:user/alice")!, Principal.FromArn("arn:aws:iam::111122223333:user/bob")!, Principal.FromArn("arn:aws:iam::444455556666:root")!,
        Principal.FromArn("arn:aws:sts::111122223333:assumed-role/app/run", "arn:aws:iam::111122223333:role/team/app")!, Principal.FromArn("arn:aws:sts::111122223333:assumed-role/app/other")!,
        Principal.FromArn("arn:aws:iam::777788889999:user/eve")!, Principal.Anonymous, Principal.Service("sns.amazonaws.com"), Principal.Service("ec2.amazonaws.com"), Principal.Federated("accounts.google.com"),
        Principal.FromArn("arn:aws:iam::111122223333:user/carol")! with { UserId = "AIDAEXAMPLEEXAMPLE01" },
    ];

    private string Arn(string pattern)
    {
        if (!pattern.StartsWith("arn:", StringComparison.Ordinal))
            return Pick(["arn:aws:s3:::b/a", "arn:aws:s3:::c", "arn:aws:sqs:eu-west-1:111122223333:q", "arn:aws:ec2:eu-west-1:1:instance/i"]);
        var parts = pattern.Split(':', 6).ToList();
        while (parts.Count < 6)
            parts.Add("*");
        return string.Join(':', parts.Select((part, index) => index < 5 ? Filled(part).Replace(":", string.Empty, StringComparison.Ordinal) : Filled(part)));
    }

    private string Value(IEnumerable<string> operands)
    {
        string[] all = [.. operands];
        return random.Next(4) switch
        {
            0 => Pick(["a", "b", "ab", "A", "c", "", "1", "5", "7.5", "10", "10.1.2.3", "10.2.0.1", "11.0.0.1", "2001:db8::1", "true", "False", "2024-01-01", "2024-03-01T10:00:00Z", "2025-01-01", "AA==", "AQ==", "Ag==",
                "arn:aws:iam::1:role/a", "arn:aws:iam::2:role/ab", "arn:aws:iam::1:user/b", "arn:aws-cn:iam::1:role/a", "text"]),
            1 => Filled(Pick(all)).ToUpperInvariant(),
            _ => Filled(Pick(all)).Split('/')[0] is { Length: > 0 } text && !text.Contains("arn:", StringComparison.Ordinal) ? text : Filled(Pick(all)),
        };
    }

    private string Filled(string pattern)
    {
        pattern = System.Text.RegularExpressions.Regex.Replace(pattern, @"\$\{[^}]*\}", _ => Pick(["a", "b", "z", "ab"]));
        return string.Concat(pattern.Select(character => character switch
        {
            '*' => Pick(Fillings),
            '?' => Pick(["a", "b", "z"]),
            _ => character.ToString(),
        }));
    }

    private JsonArray Some(string[] values) => new([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(values)).Distinct().Select(value => (JsonNode)value)]);

    private T Pick<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    private static PolicyDocument Parse(IEnumerable<string> statements) =>
        PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""").Document!;
}
