using Landward.Policy;

namespace Landward.Tests.Policy.Proofs;

public sealed class PolicyProverTests
{
    private const string Get = """ "Action":"s3:GetObject","Resource":"*" """;

    [Theory]
    // The statement itself, a narrower pattern, a union that only looks like one.
    [InlineData("""{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}""", """{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}""", true)]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}""", """{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}""", false)]
    [InlineData("""{"Effect":"Allow","Action":"s3:?etObject","Resource":"*"}""", """{"Effect":"Allow","Action":["s3:GetObject","s3:SetObject"],"Resource":"*"}""", true)]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":["arn:aws:s3:::a*","arn:aws:s3:::*b"]}""", """{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::a*b"}""", true)]
    [InlineData("""{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}""", """{"Effect":"Allow","Action":"s3:*","Resource":"*"}""", true)]
    [InlineData("""{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}""", """{"Effect":"Allow","Action":"*","Resource":"*"}""", false)]
    // Two halves make a whole.
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericLessThan":{"k:n":"5"}}},{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericGreaterThanEquals":{"k:n":"5"}}}""",
        """{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericNotEquals":{"k:n":"3"},"Null":{"k:n":"false"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericLessThan":{"k:n":"5"}}},{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericGreaterThan":{"k:n":"5"}}}""",
        """{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericNotEquals":{"k:n":"3"},"Null":{"k:n":"false"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::b/*"},{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/*"}""", """{"Effect":"Allow","Action":"*","Resource":"*"}""", true)]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}""",
        """{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.1.0.0/16"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":"10.1.0.0/16"}}}""",
        """{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}""", false)]
    // An absent key meets a negated operator.
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}""",
        """{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}""",
        """{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-1"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}""",
        """{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"},"Null":{"aws:PrincipalOrgID":"false"}}}""", false)]
    // ForAllValues holds for an absent key.
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAnyValue:StringLike":{"aws:TagKeys":"*"}}}""",
        """{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]}}}""", false)]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAnyValue:StringLike":{"aws:TagKeys":"?"}}}""",
        """{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]},"ForAnyValue:StringEquals":{"aws:TagKeys":["a","c"]}}}""", true)]
    // The same variable is the same text.
    [InlineData("""{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::home/${aws:username}/*"}""", """{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::home/${aws:username}/docs/*"}""", true)]
    [InlineData("""{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::home/${aws:username}/*"}""", """{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::home/*"}""", false)]
    [InlineData("""{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::home/*"}""", """{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::home/${aws:username}/*"}""", true)]
    // Where the key is absent its default counts, but a pattern without default leaves the whole Allow without effect.
    [InlineData("""{"Effect":"Allow","Action":"*","NotResource":["arn:aws:s3:::b/${aws:username, 'a'}","arn:aws:s3:::b/${aws:username}/*"]}""", """{"Effect":"Allow","Action":"s3:GetB","Resource":"arn:aws:s3:::b"}""", false)]
    [InlineData("""{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::b/${aws:username, 'a'}"}""", """{"Effect":"Allow","Action":"s3:GetB","Resource":"arn:aws:s3:::b"}""", true)]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","NotResource":["arn:aws:s3:::c/${aws:username, 'a'}","arn:aws:s3:::b/${aws:username}"]}""",
        """{"Effect":"Allow","Action":"s3:GetB","Resource":"arn:aws:s3:::b/x"}""", false)]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::${aws:username}/${aws:username, 'a'}"}""", """{"Effect":"Allow","Action":"s3:GetB","Resource":"arn:aws:s3:::b/a"}""", false)]
    public void Identity_policies_are_compared_exactly(string older, string newer, bool isIncluded) =>
        Check(older, newer, PolicyKind.Identity, isIncluded);

    [Theory]
    [InlineData("""{"Effect":"Allow","Principal":"*",""" + Get + "}", """{"Effect":"Allow","Principal":{"AWS":"111122223333"},""" + Get + "}", true)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"111122223333"},""" + Get + "}", """{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/app"},""" + Get + "}", true)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/app"},""" + Get + "}", """{"Effect":"Allow","Principal":{"AWS":"111122223333"},""" + Get + "}", false)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":["111122223333","444455556666"]},""" + Get + "}", """{"Effect":"Allow","Principal":"*",""" + Get + "}", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}""", """{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"kms:Decrypt","Resource":"*"}""", """{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"kms:Decrypt","Resource":"*"}""", false)]
    public void Resource_policies_are_compared_over_every_kind_of_caller(string older, string newer, bool isIncluded) =>
        Check(older, newer, PolicyKind.Resource, isIncluded);

    [Fact]
    public void Question_to_a_policy_is_answered_with_a_request_or_a_proof()
    {
        var policy = Document("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}""");
        var anybody = new AccessQuestion { Conditions = [new("StringNotEquals", "aws:PrincipalOrgID", ["o-1"])] };
        PolicyProver.FindAllowed(anybody, policy, PolicyKind.Resource).ShouldBeOfType<Verdict.Proof>();
        var witness = PolicyProver.FindAllowed(AccessQuestion.Anything, policy, PolicyKind.Resource).ShouldBeOfType<Verdict.Witness>();
        witness.Text.ShouldContain("s3:GetObject on arn:aws:s3:::b/");
        PolicyProver.FindAllowed(new AccessQuestion { Callers = new CallerSelection { Named = ["999988887777"], IsExcept = true }, Actions = ["s3:*"] }, policy, PolicyKind.Resource)
            .ShouldBeOfType<Verdict.Witness>().Request.Principal.Account.ShouldNotBe("999988887777");
        PolicyProver.FindAllowed(new AccessQuestion { Except = [AccessQuestion.Anything] }, policy, PolicyKind.Resource).ShouldBeOfType<Verdict.Proof>();
    }

    // One empty text is no value to a set operator, two of them are values.
    [Fact]
    public void Empty_text_is_a_value_only_in_a_list_of_several()
    {
        var policy = Document("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringLike":{"k:m":"?*"}}}""");
        var question = new AccessQuestion { Conditions = [new("ForAnyValue:StringNotLike", "k:m", ["?*"])] };
        PolicyProver.FindAllowed(question, policy, PolicyKind.Identity).ShouldBeOfType<Verdict.Witness>().Request.Context.Find("k:m")!.Values.ShouldBe(["", ""]);
    }

    [Fact]
    public void Empty_text_alone_is_no_value_to_a_set_operator()
    {
        var policy = Document("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringNotLikeIfExists":{"k:m":"A"},"Null":{"k:m":"false"}}}""");
        var question = new AccessQuestion { Conditions = [new("ForAnyValue:StringNotLike", "k:m", ["?*"])] };
        PolicyProver.FindAllowed(question, policy, PolicyKind.Identity).ShouldBeOfType<Verdict.Proof>();
    }

    [Fact]
    public void Exhausted_budget_is_undecided() =>
        PolicyProver.NoNewAccess(Document("""{"Effect":"Allow","Action":"*","Resource":"*"}"""), Document("""{"Effect":"Allow","Action":"s3:*","Resource":"*"}"""), PolicyKind.Identity, new ProofBudget(0))
            .ShouldBeOfType<Verdict.Undecided>();

    private static void Check(string older, string newer, PolicyKind kind, bool isIncluded)
    {
        var verdict = PolicyProver.NoNewAccess(Document(newer), Document(older), kind);
        if (isIncluded)
            verdict.ShouldBeOfType<Verdict.Proof>((verdict as Verdict.Witness)?.Text);
        else
            verdict.ShouldBeOfType<Verdict.Witness>();
    }

    private static PolicyDocument Document(string statements) =>
        PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""").Document!;
}
