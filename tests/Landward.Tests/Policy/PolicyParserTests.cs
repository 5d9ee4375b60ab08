using System.Text;
using Landward.Model;
using Landward.Policy;

namespace Landward.Tests.Policy;

public sealed class PolicyParserTests
{
    [Theory]
    [InlineData("{", "LW2001")]
    [InlineData("", "LW2001")]
    [InlineData("{\"Version\":\"2012-10-17\",\"Statement\":[]} x", "LW2001")]
    [InlineData("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"\\ud800\",\"Resource\":\"*\"}]}", "LW2001")]
    [InlineData("{\"Version\":\"2012-10-17\",\"Version\":\"2012-10-17\",\"Statement\":[]}", "LW2003")]
    [InlineData("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"a:B\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"k\":\"true\"},\"Bool\":{\"l\":\"true\"}}}]}", "LW2003")]
    [InlineData("{\"Statements\":[]}", "LW2004")]
    [InlineData("{\"Statement\":[{\"Effect\":\"Allow\",\"Actions\":\"a:B\",\"Action\":\"a:B\"}]}", "LW2004")]
    [InlineData("{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Aws\":\"*\"},\"Action\":\"a:B\"}]}", "LW2004")]
    [InlineData("[]", "LW2005")]
    [InlineData("{\"Statement\":\"x\"}", "LW2005")]
    [InlineData("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[1]}]}", "LW2005")]
    [InlineData("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"a:B\",\"Condition\":[]}]}", "LW2005")]
    [InlineData("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"a:B\",\"Condition\":{\"Bool\":{\"k\":{}}}}]}", "LW2005")]
    [InlineData("{}", "LW2006")]
    [InlineData("{\"Statement\":{\"Action\":\"a:B\"}}", "LW2006")]
    [InlineData("{\"Statement\":{\"Effect\":\"Deny\"}}", "LW2006")]
    [InlineData("{\"Statement\":{\"Effect\":\"allow\",\"Action\":\"a:B\"}}", "LW2007")]
    [InlineData("{\"Version\":\"2012-10-18\",\"Statement\":[]}", "LW2008")]
    [InlineData("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"a:B\",\"NotAction\":\"a:C\"}}", "LW2009")]
    public void Broken_structure_gives_a_diagnostic_and_no_document(string text, string code)
    {
        var result = PolicyDocument.Parse(text, "p.json");
        result.Document.ShouldBeNull();
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Code == code && diagnostic.Span != null && diagnostic.Span.File == "p.json");
    }

    [Theory]
    [InlineData("\"Action\":\"s3:Get Object\",\"Resource\":\"*\"", "LW2010")]
    [InlineData("\"Action\":\"GetObject\",\"Resource\":\"*\"", "LW2010")]
    [InlineData("\"Action\":\"s3:A\",\"Resource\":\"bucket\"", "LW2011")]
    [InlineData("\"Action\":\"s3:A\",\"Resource\":\"*\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:role/*\"}", "LW2012")]
    [InlineData("\"Action\":\"s3:A\",\"Resource\":\"*\",\"Condition\":{\"StringEqual\":{\"k\":\"v\"}}", "LW2013")]
    [InlineData("\"Action\":\"s3:A\",\"Resource\":\"*\",\"Condition\":{\"NotIpAddress\":{\"aws:SourceIp\":\"10.0.0.0/33\"}}", "LW2014")]
    [InlineData("\"Action\":\"s3:A\",\"Resource\":\"*\",\"Condition\":{\"NumericLessThan\":{\"k\":\"ten\"}}", "LW2014")]
    public void Value_that_matches_nothing_is_reported_and_the_document_stays(string elements, string code)
    {
        var result = PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny",{{elements}}}]}""");
        result.Document.ShouldNotBeNull();
        result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe([code]);
        result.HasErrors.ShouldBeTrue();
    }

    [Fact]
    public void Diagnostics_point_at_the_element()
    {
        var result = PolicyDocument.Parse("""
            {
              "Version": "2012-10-17",
              "Statement": [
                { "Effect": "Deny", "Action": "é:b c", "Resource": "*",
                  "Condition": { "StringEqualz": { "k": "v" } } }
              ]
            }
            """, "p.json");
        result.Diagnostics.Single(diagnostic => diagnostic.Code == "LW2010").Span.ShouldBe(new SourceSpan("p.json", 4, 35));
        var unknown = result.Diagnostics.Single(diagnostic => diagnostic.Code == "LW2013");
        unknown.Span.ShouldBe(new SourceSpan("p.json", 5, 22));
        unknown.Detail.ShouldContain("Did you mean `StringEquals`?");
        result.Document!.Statements[0].Span.ShouldBe(new SourceSpan("p.json", 4, 5));
    }

    [Fact]
    public void Every_problem_is_collected()
    {
        var result = PolicyDocument.Parse("""{"Statement":[{"Effect":"Permit","Action":"a:B","Foo":1},{"Effect":"Allow"}]}""");
        result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["LW2004", "LW2007", "LW2006"], ignoreOrder: true);
    }

    [Fact]
    public void Nesting_of_ten_thousand_levels_is_a_diagnostic()
    {
        var text = string.Concat(Enumerable.Repeat("[", 10_000)) + string.Concat(Enumerable.Repeat("]", 10_000));
        PolicyDocument.Parse(text).Diagnostics.Single().Code.ShouldBe("LW2001");
        var objects = string.Concat(Enumerable.Repeat("{\"Statement\":", 10_000)) + "1" + new string('}', 10_000);
        PolicyDocument.Parse(objects).Diagnostics.Single().Code.ShouldBe("LW2001");
    }

    [Fact]
    public void Bytes_that_are_no_text_are_a_diagnostic() =>
        PolicyDocument.Parse([0x7B, 0x22, 0xC3, 0x28, 0x22, 0x7D]).Diagnostics.Single().Code.ShouldBe("LW2001");

    [Fact]
    public void Byte_order_mark_is_skipped() =>
        PolicyDocument.Parse([.. Encoding.UTF8.Preamble, .. """{"Statement":[]}"""u8]).Document.ShouldNotBeNull();

    [Fact]
    public void Document_beyond_the_size_limit_is_a_diagnostic() =>
        PolicyDocument.Parse("{\"Statement\":[]}" + new string(' ', 2 * 1024 * 1024)).Diagnostics.Single().Code.ShouldBe("LW2002");

    [Theory]
    [InlineData(PolicyKind.ServiceControlPolicy, """{"Statement":{"Effect":"Deny","Action":"a:B","Resource":"*"}}""", "LW2021")]
    [InlineData(PolicyKind.ServiceControlPolicy, """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"a:B","Resource":"*"}}""", "LW2020")]
    [InlineData(PolicyKind.Identity, """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"a:B"}}""", "LW2021")]
    [InlineData(PolicyKind.Resource, """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"a:B","Resource":"*"}}""", "LW2021")]
    [InlineData(PolicyKind.Trust, """{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}}""", "LW2020")]
    [InlineData(PolicyKind.Trust, """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}}""", "LW2020")]
    [InlineData(PolicyKind.ResourceControlPolicy, """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}}""", "LW2020")]
    [InlineData(PolicyKind.ResourceControlPolicy, """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*"}}""", "LW2020")]
    [InlineData(PolicyKind.ResourceControlPolicy, """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"}}""", "LW2021")]
    [InlineData(PolicyKind.ResourceControlPolicy, """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}""", "LW2020")]
    public void Each_kind_of_policy_has_its_own_rules(PolicyKind kind, string text, string code) =>
        PolicyDocument.Parse(text).Document!.Validate(kind).Select(diagnostic => diagnostic.Code).ShouldBe([code]);

    [Fact]
    public void Service_control_policy_over_its_quota_is_too_large()
    {
        var actions = string.Join(',', Enumerable.Range(0, 700).Select(i => $"\"service:Action{i}\""));
        var document = PolicyDocument.Parse("""{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":[""" + actions + """],"Resource":"*"}}""").Document!;
        document.Validate(PolicyKind.ServiceControlPolicy).Single().Code.ShouldBe("LW2002");
    }
}
