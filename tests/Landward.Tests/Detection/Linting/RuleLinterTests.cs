using Landward.Detection;
using Landward.Detection.Linting;

namespace Landward.Tests.Detection.Linting;

/// <summary>Each lint on a rule that deserves it, and rules that look wrong and are not.</summary>
public sealed class RuleLinterTests
{
    [Fact]
    public void Every_rule_of_the_catalogue_can_fire() =>
        RuleLinter.Lint(DetectionCatalogue.Load([])).Lints.Where(lint => lint.Severity == LintSeverity.Error).Select(lint => $"{lint.RuleId}: {lint.Detail}").ShouldBeEmpty();

    [Theory]
    // contradictions
    [InlineData("s: {eventName: A, 'eventName|startswith': B}, condition: s", "LW3050", LintSeverity.Error, "rules out")]
    [InlineData("a: {eventName: CreateUser}, b: {eventName: DeleteUser}, condition: a and b", "LW3050", LintSeverity.Error, "`eventName`")]
    [InlineData("a: {eventSource: iam.amazonaws.com, eventName: CreateUser}, b: {eventName: CreateUser}, condition: a and not b", "LW3050", LintSeverity.Error, "`CreateUser`")]
    [InlineData("a: {eventSource: iam.amazonaws.com, eventName: CreateUser, errorCode: AccessDenied}, b: {errorCode: null}, condition: a and b", "LW3050", LintSeverity.Error, "`errorCode`")]
    [InlineData("a: {eventName: CreateUser}, condition: a and 1 of x*", "LW3050", LintSeverity.Error, "more searches")]
    [InlineData("a: {eventName: CreateUser}, b: {eventName: DeleteUser}, c: {eventName: ListUsers}, condition: (a and b) or c", "LW3050", LintSeverity.Warning, "`CreateUser`")]
    [InlineData("a: {eventSource: iam.amazonaws.com, eventName: CreateUser, 'userIdentity.arn|fieldref': requestParameters.userName}, condition: a", "LW3050", LintSeverity.Error, "ARN")]
    // fields
    [InlineData("s: {eventSource: iam.amazonaws.com, eventName: DeleteSAMLProvider, status: success}, condition: s", "LW3051", LintSeverity.Error, "`status`")]
    [InlineData("s: {eventName: CreateUser, useridentity.type: Root}, condition: s", "LW3051", LintSeverity.Error, "Did you mean `userIdentity`?")]
    [InlineData("s: {eventName: CreateUser, userIdentity.sessionContext.mfaAuthenticated: 'false'}, condition: s", "LW3051", LintSeverity.Error, "sessionContext.mfaAuthenticated")]
    [InlineData("s: {eventSource: iam.amazonaws.com, eventName: CreateUser, requestParameters.UserNme: x}, condition: s", "LW3051", LintSeverity.Error, "Did you mean `userName`?")]
    [InlineData("s: {eventSource: ec2.amazonaws.com, eventName: RunInstances, requestParameters.bucketName: x}, condition: s", "LW3051", LintSeverity.Error, "`RunInstances`")]
    [InlineData("s: {eventSource: kms.amazonaws.com, eventName: [DisableKey, ScheduleKeyDeletion], requestParameters.keyArn: x}, condition: s", "LW3051", LintSeverity.Error, "keyArn")]
    // calls
    [InlineData("s: {eventSource: iam.amazonaws.com, eventName: CreateUsers}, condition: s", "LW3052", LintSeverity.Warning, "Did you mean `CreateUser`?")]
    [InlineData("s: {eventName: CreateUsr}, condition: s", "LW3052", LintSeverity.Warning, "no service")]
    // everything
    [InlineData("s: {eventName: '*'}, condition: s", "LW3053", LintSeverity.Error, "any API")]
    [InlineData("s: {eventName: CreateUser}, condition: not s", "LW3053", LintSeverity.Error, "any API")]
    // cost
    [InlineData("s: [secret], condition: s", "LW3054", LintSeverity.Warning, "`secret`")]
    [InlineData("s: {'userAgent|re': 'kali'}, condition: s", "LW3054", LintSeverity.Warning, "userAgent|re")]
    [InlineData("s: {'requestParameters|contains': x}, condition: s", "LW3054", LintSeverity.Warning, "requestParameters|contains")]
    [InlineData("s: {'userAgent|contains': kali}, condition: s", "LW3054", LintSeverity.Hint, "every event")]
    // values
    [InlineData("s: {eventSource: ec2.amazonaws.com, eventName: DeleteFlowLogs, errorCode: Success}, condition: s", "LW3057", LintSeverity.Error, "`errorCode: null`")]
    [InlineData("s: {eventSource: iam, eventName: CreateUser}, condition: s", "LW3057", LintSeverity.Error, "`iam.amazonaws.com`")]
    [InlineData("s: {eventName: 'iam:CreateUser'}, condition: s", "LW3057", LintSeverity.Error, "without its service")]
    [InlineData("s: {eventName: CreateUser, userIdentity.type: RootUser}, condition: s", "LW3057", LintSeverity.Error, "Root")]
    [InlineData("s: {eventName: CreateUser, userIdentity.type: [Root, User]}, condition: s", "LW3057", LintSeverity.Warning, "`User`")]
    // leftovers
    [InlineData("s: {eventName: CreateUser}, t: {userAgent: x}, condition: s", "LW3058", LintSeverity.Warning, "`t`")]
    [InlineData("s: {eventSource: iam.amazonaws.com, eventName: UpdateLoginProfile}, f: {'userIdentity.arn|fieldref': requestParameters.userName}, condition: s and not f", "LW3059", LintSeverity.Warning, "ARN")]
    [InlineData("s: {eventSource: iam.amazonaws.com, eventName: CreateUser}, f: {requestParameters.user: x}, condition: s and not f", "LW3059", LintSeverity.Warning, "requestParameters.user")]
    [InlineData("s: {eventName: CreateUser}, f: {userIdentity.name: x}, condition: s and not 1 of f*", "LW3059", LintSeverity.Warning, "userIdentity.name")]
    public void A_doubtful_rule_is_named(string detection, string code, LintSeverity severity, string detail)
    {
        var lint = Lint(detection).Lints.ShouldHaveSingleItem();
        lint.Code.ShouldBe(code);
        lint.Severity.ShouldBe(severity);
        lint.Detail.ShouldContain(detail);
        lint.Span.File.ShouldBe("rule.yaml");
        lint.RuleId.ShouldBe("rule");
    }

    [Theory]
    [InlineData("s: {eventSource: signin.amazonaws.com, eventName: ConsoleLogin, additionalEventData.MFAUsed: 'NO', responseElements.ConsoleLogin: Success}, condition: s")]
    [InlineData("s: {eventSource: lambda.amazonaws.com, eventName: UpdateFunctionCode20150331v2, requestParameters.functionName: x}, condition: s")]
    [InlineData("s: {eventSource: lambda.amazonaws.com, eventName: [CreateFunction20150331, UpdateFunctionConfiguration], 'requestParameters.layers|contains': '*'}, condition: s")]
    [InlineData("s: {eventSource: rds.amazonaws.com, eventName: ModifyDBInstance, requestParameters.dBInstanceIdentifier: x}, condition: s")]
    [InlineData("s: {eventSource: ec2.amazonaws.com, eventName: AuthorizeSecurityGroupIngress, requestParameters.ipPermissions.items.ipRanges.items.cidrIp: 0.0.0.0/0}, condition: s")]
    [InlineData("s: {eventSource: ec2.amazonaws.com, eventName: RunInstances, 'responseElements.instancesSet.items.instanceId|exists': true}, condition: s")]
    [InlineData("s: {eventSource: ec2.amazonaws.com, eventName: DeleteFlowLogs, responseElements._return: true}, condition: s")]
    [InlineData("s: {eventSource: s3.amazonaws.com, eventName: PutBucketVersioning, 'requestParameters|contains': Suspended}, condition: s")]
    [InlineData("s: {eventSource: s3.amazonaws.com, eventName: PutBucketPolicy, requestParameters.bucketPolicy.Statement.Principal: '*'}, condition: s")]
    [InlineData("s: {eventSource: guardduty.amazonaws.com, eventName: UpdateDetector, requestParameters.enable: 'false', errorCode: null}, condition: s")]
    [InlineData("s: {eventSource: monitoring.amazonaws.com, eventName: DeleteAlarms, requestParameters.alarmNames: x}, condition: s")]
    [InlineData("s: {eventSource: ecs.amazonaws.com, eventName: RegisterTaskDefinition, 'requestParameters.containerDefinitions.command|contains': curl}, condition: s")]
    [InlineData("s: {eventSource: [iam.amazonaws.com, sts.amazonaws.com], eventName: [CreateUser, AssumeRole], 'requestParameters.roleArn|contains': x}, condition: s")]
    [InlineData("a: {eventSource: iam.amazonaws.com, eventName: CreateUser}, b: {eventSource: kms.amazonaws.com, eventName: DisableKey}, f: {requestParameters.userName: x}, g: {requestParameters.keyId: x}, condition: (a or b) and (f or g)")]
    [InlineData("s: {eventSource: ec2.amazonaws.com, eventName: RunInstances, 'requestParameters.instancesSet.items.maxCount|gte': 10}, condition: s")]
    [InlineData("s: {eventSource: apigateway.amazonaws.com, eventName: UpdateRestApi}, condition: s")]
    [InlineData("s: {eventSource: newservice.amazonaws.com, eventName: DoAnything, requestParameters.anything: x}, condition: s")]
    [InlineData("s: {eventSource: kms.amazonaws.com, eventName: RotateKey, serviceEventDetails.keyId: x}, condition: s")]
    [InlineData("s: {eventName: ConsoleLogin, userIdentity.type: root}, f: {userIdentity.arn: null}, condition: s and not f")]
    [InlineData("s: {userIdentity.type: Root, 'eventType|neq': AwsServiceEvent}, condition: s")]
    [InlineData("s: {eventSource: iam.amazonaws.com, eventName: CreateAccessKey}, f: {requestParameters: null}, g: {requestParameters.userName|fieldref: userIdentity.userName}, condition: s and not f and not g")]
    public void A_rule_that_can_fire_is_left_alone(string detection) => Lint(detection).Lints.Select(lint => lint.Detail).ShouldBeEmpty();

    [Fact]
    public void What_is_not_known_is_listed_and_not_claimed()
    {
        Lint("s: {eventSource: newservice.amazonaws.com, eventName: DoAnything, requestParameters.x: 1}, condition: s").Unchecked.ShouldBe(["rule"]);
        Lint("s: {eventSource: iam.amazonaws.com, eventName: CreateUser, requestParameters.userName: x}, condition: s").Unchecked.ShouldBeEmpty();
    }

    [Fact]
    public void Rules_that_say_the_same_are_named_whatever_their_order_and_names()
    {
        var catalogue = DetectionCatalogue.Parse("""
            title: One
            level: low
            description: d
            logsource: {product: aws, service: cloudtrail}
            detection: {a: {eventSource: iam.amazonaws.com, eventName: [CreateUser, DeleteUser]}, f: {userAgent: x}, condition: a and not f}
            landward: {generate: false}
            ---
            title: Two
            level: low
            description: d
            logsource: {product: aws, service: cloudtrail}
            detection: {g: {userAgent: X}, b: {eventName: [DeleteUser, CreateUser], eventSource: iam.amazonaws.com}, condition: not 1 of g and all of b*}
            landward: {generate: false}
            """, "rules.yaml");
        var lint = RuleLinter.Lint(catalogue).Lints.ShouldHaveSingleItem();
        (lint.Code, lint.RuleId).ShouldBe(("LW3055", "Two"));
        lint.Detail.ShouldContain("`One`");
    }

    [Theory]
    [InlineData("type: event_count, rules: [Rule], condition: {gt: 5, lt: 3}", "LW3050")]
    [InlineData("type: event_count, rules: [Rule], condition: {gte: 1}", "LW3053")]
    [InlineData("type: event_count, rules: [Rule], group-by: [userIdentity.user], condition: {gte: 3}", "LW3051")]
    [InlineData("type: event_count, rules: [Rule], group-by: [principal, userIdentity.arn], condition: {gte: 3}", null)]
    public void Correlations_are_linted(string correlation, string? code)
    {
        var catalogue = DetectionCatalogue.Parse($$"""
            title: Rule
            level: low
            description: d
            logsource: {product: aws, service: cloudtrail}
            detection: {s: {eventSource: iam.amazonaws.com, eventName: CreateUser}, condition: s}
            landward: {generate: false}
            ---
            title: C
            level: low
            correlation: { {{correlation}}, timespan: 5m }
            """, "rules.yaml");
        catalogue.Diagnostics.ShouldBeEmpty();
        RuleLinter.Lint(catalogue).Lints.Select(lint => lint.Code).ShouldBe(code is null ? [] : [code]);
    }

    [Fact]
    public void A_rule_that_says_too_little_gets_a_hint()
    {
        var catalogue = DetectionCatalogue.Parse("title: T\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: CreateUser}, condition: s}\n", "t.yaml");
        var lint = RuleLinter.Lint(catalogue).Lints.ShouldHaveSingleItem();
        (lint.Code, lint.Severity).ShouldBe(("LW3056", LintSeverity.Hint));
        lint.Detail.ShouldContain("`level`, `description`, `landward.tests`");
    }

    /// <summary>The block is there so that nothing is said about missing texts.</summary>
    private static RuleLintReport Lint(string detection)
    {
        var catalogue = DetectionCatalogue.Parse(
            $"title: Rule\nid: rule\ndescription: d\nlevel: low\nlogsource: {{product: aws, service: cloudtrail}}\ndetection: {{{detection}}}\nlandward: {{generate: false}}\n", "rule.yaml");
        catalogue.Diagnostics.ShouldBeEmpty();
        return RuleLinter.Lint(catalogue);
    }
}
