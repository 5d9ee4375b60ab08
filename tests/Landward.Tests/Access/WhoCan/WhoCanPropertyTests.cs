using Landward.Access;
using Landward.Policy;
using Landward.Tests.Access.Generated;

namespace Landward.Tests.Access.WhoCan;

/// <summary>Asking groups of callers gives what asking every caller one by one gives.</summary>
public class WhoCanPropertyTests
{
    private static readonly string[] Actions =
    [
        "s3:GetObject", "s3:ListBucket", "kms:Decrypt", "sqs:SendMessage", "sns:Publish", "secretsmanager:GetSecretValue", "ecr:BatchGetImage",
        "lambda:InvokeFunction", "sts:AssumeRole", "iam:PassRole", "iam:CreateAccessKey", "cloudtrail:StopLogging", "ec2:RunInstances", "dynamodb:GetItem",
    ];

    [Fact]
    public void Groups_answer_as_every_caller_would()
    {
        for (var seed = 0; seed < LongSuite.Times(4); seed++)
        {
            var random = new Random(seed);
            var generator = new OrganizationGenerator(seed, accounts: 5 + random.Next(6), principalsPerAccount: 12 + random.Next(15));
            var view = new AccessView(generator.Build());
            for (var question = 0; question < 25; question++)
                Compare(view, Question(view, random), seed);
        }
    }

    private static WhoCanQuestion Question(AccessView view, Random random)
    {
        var action = Actions[random.Next(Actions.Length)];
        var service = action.Split(':')[0];
        var own = view.Snapshot.Resources.Where(resource => resource.Arn.Split(':')[2] == service).Select(resource => resource.Arn).ToList();
        if (service is "sts" or "iam")
            own = [.. view.Snapshot.Principals.Where(principal => principal.Trust is not null).Select(principal => principal.Arn)];
        var resource = own.Count > 0 ? own[random.Next(own.Count)] : "*";
        var given = random.Next(3) == 0 ? RequestContext.Of(("aws:SourceIp", "203.0.113.9"), ("aws:MultiFactorAuthPresent", "true")) : null;
        return new WhoCanQuestion(action, action == "s3:GetObject" ? resource + "/report" : resource, null, given);
    }

    private static void Compare(AccessView view, WhoCanQuestion question, int seed)
    {
        var answer = WhoCanEvaluator.Answer(view, question);
        var rows = answer.Access.Where(row => row.Known is not null).ToDictionary(row => row.Principal, StringComparer.Ordinal);
        foreach (var principal in view.Snapshot.Principals)
        {
            var expected = AccessDecision.Of(view.Request(principal, question.Action, answer.Target, question.Given), view.PoliciesOf(principal, answer.Target.Resource));
            var context = $"seed {seed}: {principal.Arn} {question.Action} {question.Resource}";
            rows.ContainsKey(principal.Arn).ShouldBe(expected is not null, context);
            if (expected is not { } decision)
                continue;
            rows[principal.Arn].Certainty.ShouldBe(decision.Certainty, context);
            rows[principal.Arn].Grant?.ToString().ShouldBe(decision.Grant?.ToString(), context);
            rows[principal.Arn].Condition?.ToString().ShouldBe(decision.Condition?.ToString(), context);
        }
    }
}
