using Landward.Policy;
using static Landward.Tests.Policy.Given;

namespace Landward.Tests.Policy;

/// <summary>What single values of Principal, Action and Resource elements name, with the odd spellings that people write.</summary>
public sealed class StatementMatchingTests
{
    private const string Queue = "arn:aws:sqs:us-east-1:111122223333:queue";

    [Theory]
    // Principal element; does it let the role, its session, a user in?
    [InlineData("\"*\"", true, true, true)]
    [InlineData("""{"AWS":"*"}""", true, true, true)]
    [InlineData("""{"AWS":["*","arn:aws:iam::444455556666:root"]}""", true, true, true)]
    [InlineData("""{"Service":"*"}""", false, false, false)]
    [InlineData("""{"AWS":"111122223333"}""", false, false, false)]
    [InlineData("""{"AWS":"arn:aws:iam::111122223333:role/app"}""", true, true, false)]
    [InlineData("""{"AWS":"arn:aws:sts::111122223333:assumed-role/app/run"}""", false, true, false)]
    [InlineData("""{"AWS":"arn:aws:sts::111122223333:assumed-role/app/RUN"}""", false, false, false)]
    [InlineData("""{"AWS":"arn:aws:sts::111122223333:assumed-role/app/*"}""", false, false, false)]
    [InlineData("""{"AWS":"arn:aws:iam::111122223333:role/*"}""", false, false, false)]
    [InlineData("""{"AWS":"arn:aws:iam::111122223333:role/App"}""", false, false, false)]
    [InlineData("""{"AWS":"arn:aws-cn:iam::111122223333:role/app"}""", false, false, false)]
    [InlineData("""{"AWS":"arn:aws:iam::444455556666:role/app"}""", false, false, false)]
    [InlineData("""{"AWS":"arn:aws:iam::111122223333:user/app"}""", false, false, false)]
    [InlineData("""{"AWS":"arn:aws:iam::111122223333:user/alice"}""", false, false, true)]
    [InlineData("""{"AWS":"arn:aws:iam::111122223333:user/Alice"}""", false, false, false)]
    [InlineData("""{"AWS":" arn:aws:iam::111122223333:role/app"}""", false, false, false)]
    [InlineData("""{"AWS":"11112222333"}""", false, false, false)]
    [InlineData("""{"AWS":[]}""", false, false, false)]
    [InlineData("{}", false, false, false)]
    public void Principal_element_names_callers(string element, bool role, bool session, bool user)
    {
        var set = new PolicySet { Resource = Attached(PolicyKind.Resource, Allow(more: $"\"Principal\":{element}")) };
        string[] callers = ["arn:aws:iam::111122223333:role/app", "arn:aws:sts::111122223333:assumed-role/app/run", User];
        callers.Select(caller => IsAllowed(caller, set)).ShouldBe([role, session, user]);
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("**", true)]
    [InlineData("arn:aws:sqs", true)]
    [InlineData("arn:aws:sqs:us-east-1", true)]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:q*", true)]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:queue*", true)]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:queue?", false)]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:Queue", false)]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:queue ", false)]
    [InlineData(" arn:aws:sqs:us-east-1:111122223333:queue", false)]
    [InlineData("arn:aws:sqs:us-east-1:*:queue", true)]
    [InlineData("arn:aws:sqs:*1:*3:queue", true)]
    [InlineData("arn:aws:sqs:us-east-?:111122223333:queue", true)]
    [InlineData("arn:*:sqs:us-east-1:111122223333:queue", true)]
    [InlineData("arn:aws:sqs::111122223333:queue", false)]
    [InlineData("arn:aws:sqs:us-east-1::queue", false)]
    [InlineData("arn:aws:sqs:*:queue", false)]
    [InlineData("arn:aws:sqs:us-east-1:*queue", false)]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:${*}", false)]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:${a", false)]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:${aws:Missing}", false)]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:${aws:Missing, 'queue'}", true)]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:${AWS:username}", true)]
    [InlineData("arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:queue", false)]
    public void Resource_names_what_it_spells(string resource, bool named)
    {
        IsAllowed(User, new PolicySet { Identity = Policies(PolicyKind.Identity, Allow("*", resource)) }).ShouldBe(named);
        var others = $$"""{"Effect":"Deny","Action":"*","NotResource":"{{resource}}"}""";
        IsAllowed(User, new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(), others) }).ShouldBe(named);
    }

    [Theory]
    [InlineData("SQS:sendmessage", true)]
    [InlineData("sqs:Send?essage", true)]
    [InlineData("sqs:*Message", true)]
    [InlineData("sqs:SendMessage*", true)]
    [InlineData("sqs:SendMessage?", false)]
    [InlineData("sqs:Send Message", false)]
    [InlineData("sqs:SendMessage,sqs:*", false)]
    [InlineData(" sqs:*", false)]
    [InlineData("sqs:", false)]
    [InlineData("sqs", false)]
    [InlineData("sqs:*:*", false)]
    [InlineData("sns:*", false)]
    public void Action_names_what_it_spells(string action, bool named)
    {
        IsAllowed(User, new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(action)) }).ShouldBe(named);
        var others = $$"""{"Effect":"Allow","NotAction":"{{action}}","Resource":"*"}""";
        IsAllowed(User, new PolicySet { Identity = Policies(PolicyKind.Identity, others) }).ShouldBe(!named);
    }

    private static bool IsAllowed(string caller, PolicySet set) =>
        PolicyEvaluator.Evaluate(new AuthorizationRequest(Principal.FromArn(caller)!, "sqs:SendMessage", Queue, Account, RequestContext.Of(("aws:username", "queue"), ("aws:PrincipalAccount", Account))), set).IsAllowed;
}
