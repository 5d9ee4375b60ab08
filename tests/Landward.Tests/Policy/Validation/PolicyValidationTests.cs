using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Landward.Policy;

namespace Landward.Tests.Policy.Validation;

public sealed class PolicyValidationTests
{
    /// <summary>The example of the AWS CLI's reference for <c>accessanalyzer validate-policy</c>, with the answer printed there.</summary>
    [Fact]
    public void The_example_of_the_aws_cli_has_the_findings_of_its_reference()
    {
        const string Policy = """
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "",
                        "Effect": "Allow",
                        "Principal": {
                            "Federated": "cognito-identity.amazonaws.com"
                        },
                        "Action": [
                            "sts:AssumeRole",
                            "sts:TagSession"
                        ],
                        "Condition": {
                            "StringEquals": {
                                "cognito-identity.amazonaws.com:aud": "us-west-2_EXAMPLE"
                            }
                        }
                    }
                ]
            }
            """;
        var findings = PolicyValidation.Validate(Policy.ReplaceLineEndings("\n"), ValidationPolicyType.ResourcePolicy);
        findings.Select(finding => finding.IssueCode).ShouldBe(["MISMATCHED_ACTION_FOR_PRINCIPAL", "UNSUPPORTED_ACTION_FOR_CONDITION_KEY", "EMPTY_SID_VALUE"]);
        findings[0].Locations.Select(Text).ShouldBe(["Statement/0/Action/0 11:16:258-11:32:274", "Statement/0/Principal/Federated 8:29:170-8:61:202"]);
        findings[1].Locations[0].ShouldSatisfyAllConditions(location => Text(location).ShouldBe("Statement/0/Action/1 12:16:292-12:32:308"));
        findings[2].Locations.Select(Text).ShouldBe(["Statement/0/Sid 5:19:79-5:21:81"]);
        findings[2].FindingType.ShouldBe(ValidationFindingType.Suggestion);
        findings[2].LearnMoreLink.ShouldBe("https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-empty-sid-value");
    }

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObjects","Resource":"*"}}""", "INVALID_ACTION", "Statement/Action 1:63:63-1:78:78")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Actoin":"s3:GetObject","Resource":"*"}}""", "INVALID_POLICY_ELEMENT", "Statement/key:Actoin 1:54:54-1:62:62")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":["arn:aws:sqs:us-est-1:111122223333:q"]}}""", "INVALID_ARN_REGION", "Statement/Resource/0/[12+8] 1:92:92-1:100:100")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}""", "MISSING_VERSION", " 1:0:0-1:71:71")]
    [InlineData("{\"Version\":\"2012-10-17\",\n \"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\",\n \"Condition\":{\"StringEqual\":{\"aws:username\":\"a\"}}}}", "INVALID_CONDITION_OPERATOR", "Statement/Condition/key:StringEqual 3:14:110-3:27:123")]
    [InlineData("{\"Version\":\"2012-10-17\",}", "JSON_SYNTAX_ERROR", " 1:24:24-1:25:25")]
    public void A_finding_points_at_its_place(string policy, string issueCode, string location) =>
        PolicyValidation.Validate(policy, ValidationPolicyType.IdentityPolicy).Single(finding => finding.IssueCode == issueCode).Locations.Select(Text).ShouldContain(location);

    [Fact]
    public void A_place_behind_an_escape_is_shown_as_the_whole_string()
    {
        var finding = PolicyValidation.Validate("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"arn:\u0061ws:sqs:us-est-1:111122223333:q"}}""", ValidationPolicyType.IdentityPolicy)
            .Single(finding => finding.IssueCode == "INVALID_ARN_REGION");
        Text(finding.Locations[0]).ShouldBe("Statement/Resource/[12+8] 1:78:78-1:120:120");
    }

    [Theory]
    [InlineData(ValidationPolicyType.IdentityPolicy, null, 6_144, "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA")]
    [InlineData(ValidationPolicyType.ServiceControlPolicy, null, 10_240, "POLICY_SIZE_EXCEEDS_SCP_QUOTA")]
    [InlineData(ValidationPolicyType.ResourceControlPolicy, null, 5_120, "POLICY_SIZE_EXCEEDS_RCP_QUOTA")]
    [InlineData(ValidationPolicyType.ResourcePolicy, ValidationResourceType.S3Bucket, 20_480, "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA")]
    [InlineData(ValidationPolicyType.ResourcePolicy, ValidationResourceType.AssumeRolePolicyDocument, 2_048, "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA")]
    public void A_policy_may_be_as_large_as_its_quota_and_no_larger(ValidationPolicyType type, ValidationResourceType? resourceType, int quota, string issueCode)
    {
        const string Head = """{"Version":"2012-10-17","Statement":{"Sid":"A""";
        const string Tail = "\",\"Effect\":\"Deny\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}}";
        var fits = Head + new string('a', quota - Head.Length - Tail.Length) + Tail;
        PolicyValidation.Validate(fits, type, resourceType).ShouldNotContain(finding => finding.IssueCode == issueCode);
        PolicyValidation.Validate(fits.Replace("Aaa", "Aaaa", StringComparison.Ordinal), type, resourceType).ShouldContain(finding => finding.IssueCode == issueCode);
    }

    [Fact]
    public void White_space_counts_in_organization_policies_only()
    {
        var policy = """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"*"}}""" + new string(' ', 12_000);
        PolicyValidation.Validate(policy, ValidationPolicyType.IdentityPolicy).ShouldBeEmpty();
        PolicyValidation.Validate(policy, ValidationPolicyType.ServiceControlPolicy).ShouldHaveSingleItem().IssueCode.ShouldBe("POLICY_SIZE_EXCEEDS_SCP_QUOTA");
    }

    public static TheoryData<string> HostileTexts() =>
    [
        "", " ", "{", "[", "\"", "nul", "-", "01", "1.", "1e", "{\"a\"", "{\"a\":}", "{\"a\":1,}", "[1,]", "{} {}", "\"\\u12\"", "\"\\x\"", "\"\u0001\"", "\"\\ud800\"", "\ud800", "{\"\\ud800\":1}",
        "null", "true", "5", "\"a\"", "[]", "{}", "[[[[1]]]]",
        new string('[', 100_000), new string('{', 100_000), string.Concat(Enumerable.Repeat("{\"a\":", 100_000)),
        """{"Version":null,"Id":{},"Statement":[null,1,"a",[],{}]}""",
        """{"Statement":{"Sid":{},"Effect":[],"Principal":5,"Action":{},"Resource":[[]],"Condition":[]}}""",
        """{"Statement":{"Condition":{"StringEquals":5,"Null":{"a":{}},"":{"":""},"ForAnyValue:":{":":[]}}}}""",
        """{"Statement":{"Principal":{"AWS":{},"":[null]},"NotPrincipal":{"Service":"*"},"Action":["",":","a:","*:*",":*"],"Resource":["","arn:","arn:::::","arn:*","${","arn:aws:s3:::${"]}}""",
        """{"Statement":{"Principal":{"AWS":["arn:aws:sts::1:assumed-role","arn:aws:iam::x:role/"],"Federated":["","arn:aws:iam::1:oidc-provider/"]},"Action":"sts:AssumeRole"}}""",
    ];

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Hostile_text_gives_findings_for_every_type(string text)
    {
        foreach (var type in Enum.GetValues<ValidationPolicyType>())
        {
            PolicyValidation.Validate(text, type).ShouldNotBeEmpty();
            foreach (var resourceType in Enum.GetValues<ValidationResourceType>())
                PolicyValidation.Validate(text, type, resourceType).ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_a_syntax_error()
    {
        byte[] bytes = [.. "{\"Version\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        PolicyValidation.Validate(bytes, ValidationPolicyType.IdentityPolicy).ShouldHaveSingleItem().IssueCode.ShouldBe("JSON_SYNTAX_ERROR");
        PolicyValidation.Validate((byte[])[.. Encoding.UTF8.Preamble, .. "{}"u8], ValidationPolicyType.IdentityPolicy).ShouldContain(finding => finding.IssueCode == "MISSING_STATEMENT");
    }

    [Fact]
    public void A_document_larger_than_any_quota_is_refused_and_says_that_nothing_else_was_checked()
    {
        var finding = PolicyValidation.Validate(new string(' ', 10_000_000), ValidationPolicyType.ServiceControlPolicy).ShouldHaveSingleItem();
        finding.IssueCode.ShouldBe("POLICY_SIZE_EXCEEDS_SCP_QUOTA");
        finding.FindingType.ShouldBe(ValidationFindingType.Error);
        finding.FindingDetails.ShouldContain("nothing else was checked");
    }

    public static TheoryData<string, string> LongLists() => new()
    {
        { "Action", "\"*:a{0}*b*c\"" }, { "Action", "\"ec2:*{0}*?*\"" }, { "Action", "\"ec2:Foo{0}\"" }, { "NotAction", "\"iam:*{0}?\"" },
        { "Resource", "\"arn:aws:s3:::*{0}*?*a*?\"" }, { "Resource", "\"arn:aws:ec2:*:*:*{0}*a*b*c*d*\"" }, { "Resource", "\"arn:aws:s3:::${{a\"" },
    };

    [Theory]
    [MemberData(nameof(LongLists))]
    public void Long_lists_of_wildcards_are_read_in_bounded_time(string element, string item)
    {
        var items = new StringBuilder();
        for (var i = 0; items.Length < 120_000; i++)
            items.Append(i == 0 ? string.Empty : ",").AppendFormat(System.Globalization.CultureInfo.InvariantCulture, item, i);
        Within(TimeSpan.FromSeconds(30), $$$$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","{{{{{element}}}}}":[{{{{{items}}}}}],"Condition":{"StringEquals":{"aws:ResourceTag/a":"b","s3:prefix":"a"}}}}""");
    }

    [Fact]
    public void Many_conditions_and_many_statements_are_read_in_bounded_time()
    {
        var conditions = string.Join(',', Enumerable.Range(0, 8_000).Select(i => $"\"aws:RequestTag/t{i}\":[]"));
        Within(TimeSpan.FromSeconds(30), """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{""" + conditions + "}}}}");
        var statements = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $$$"""{"Sid":"{{{i}}}","Effect":"Allow","Action":"*"}"""));
        Within(TimeSpan.FromSeconds(30), $$$"""{"Version":"2012-10-17","Statement":[{{{statements}}}]}""");
    }

    /// <summary>Any JSON made of the words of the language is validated without failing, and every place lies in the text.</summary>
    [Fact]
    public void Random_policies_are_validated_without_failing()
    {
        string[] words = ["\"*\"", "\"s3:Get*\"", "\"arn:aws:s3:::b/${aws:username}\"", "\"AWS\"", "5", "true", "null", "\"111122223333\"", "\"arn:aws:iam::1:role/*\"", "\"10.0.0.0/8\"", "\"\"", "\"${\""];
        string[] names = ["Version", "Statement", "Effect", "Action", "Resource", "Principal", "NotPrincipal", "NotAction", "NotResource", "Condition", "StringLike", "Null", "IpAddress", "ForAllValues:StringEquals", "aws:SourceIp", "aws:TagKeys", "AWS", "Federated", "Sid"];
        var leaf = Gen.Elements(words);
        Gen<string> Value(int depth) => depth == 0
            ? leaf
            : Gen.Frequency(
                (2, leaf),
                (1, Value(depth - 1).ListOf(2).Select(items => $"[{string.Join(',', items)}]")),
                (4, Gen.Elements(names).ListOf(3).SelectMany(_ => Value(depth - 1).ListOf(3), (keys, values) => $"{{{string.Join(',', keys.Distinct().Zip(values, (key, value) => $"\"{key}\":{value}"))}}}")));
        Prop.ForAll(Value(5).ToArbitrary(), text =>
        {
            foreach (var type in Enum.GetValues<ValidationPolicyType>())
            {
                foreach (var location in PolicyValidation.Validate(text, type).SelectMany(finding => finding.Locations))
                    location.Span.End.Offset.ShouldBeInRange(location.Span.Start.Offset, text.Length);
            }
        }).QuickCheckThrowOnFailure();
    }

    private static void Within(TimeSpan limit, string policy)
    {
        foreach (var type in new[] { ValidationPolicyType.IdentityPolicy, ValidationPolicyType.ResourcePolicy })
        {
            var start = Stopwatch.GetTimestamp();
            PolicyValidation.Validate(policy, type, ValidationResourceType.S3Bucket).ShouldNotBeEmpty();
            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(limit);
        }
    }

    private static string Text(ValidationLocation location) => $"{string.Join('/', location.Path.Select(Text))} {Text(location.Span.Start)}-{Text(location.Span.End)}";

    private static string Text(ValidationPosition position) => $"{position.Line}:{position.Column}:{position.Offset}";

    private static string Text(ValidationPathElement element) => element switch
    {
        ValidationPathElement.Value value => value.Name,
        ValidationPathElement.Index index => $"{index.Position}",
        ValidationPathElement.Key key => $"key:{key.Name}",
        ValidationPathElement.Substring part => $"[{part.Start}+{part.Length}]",
        _ => throw new ArgumentOutOfRangeException(nameof(element)),
    };
}
