using Landward.Policy;

namespace Landward.Tests.Policy.Facts;

public sealed class IamFactsTests
{
    private static readonly IamFacts Facts = IamFacts.Current;

    [Fact]
    public void The_catalogue_has_every_service_and_action_of_its_date()
    {
        Facts.Version.ShouldBe("0.21.202609261");
        Facts.Date.ShouldBe(new DateOnly(2026, 9, 26));
        Facts.Services.Length.ShouldBe(456);
        Facts.ActionCount.ShouldBe(22_091);
        Facts.Services.Sum(service => service.Actions.Length).ShouldBe(Facts.ActionCount);
    }

    [Fact]
    public void Every_id_finds_its_action_and_every_name_its_id()
    {
        for (var id = 0; id < Facts.ActionCount; id++)
        {
            var action = Facts.Action(id);
            action.Id.ShouldBe(id);
            Facts.FindAction(action.FullName.ToUpperInvariant()).ShouldBeSameAs(action);
        }
    }

    // "Actions, resources, and condition keys for ...", Service Authorization Reference.
    [Theory]
    [InlineData("s3:GetObject", AccessLevel.Read)]
    [InlineData("s3:ListAllMyBuckets", AccessLevel.List)]
    [InlineData("s3:PutBucketPolicy", AccessLevel.PermissionsManagement)]
    [InlineData("s3:PutObjectTagging", AccessLevel.Tagging)]
    [InlineData("sts:AssumeRole", AccessLevel.Write)]
    [InlineData("iam:AttachRolePolicy", AccessLevel.PermissionsManagement)]
    [InlineData("ec2:RunInstances", AccessLevel.Write)]
    [InlineData("kms:Decrypt", AccessLevel.Write)]
    public void Access_levels_are_those_of_the_service_authorization_reference(string action, AccessLevel level) =>
        Facts.FindAction(action).ShouldNotBeNull().AccessLevel.ShouldBe(level);

    [Theory]
    [InlineData("s3:GetObjects")]
    [InlineData("s4:GetObject")]
    [InlineData("s3")]
    [InlineData("s3:")]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("s3:Get*")]
    public void Names_that_are_no_actions_are_not_found(string action) => Facts.FindAction(action).ShouldBeNull();

    [Theory]
    [InlineData("s3:ListAllMyBuckets", true)]
    [InlineData("ec2:DescribeInstances", true)]
    [InlineData("s3:GetObject", false)]
    [InlineData("iam:PassRole", false)]
    public void Wildcard_only_actions_have_no_resource_type(string action, bool wildcardOnly) =>
        Facts.FindAction(action).ShouldNotBeNull().IsWildcardOnly.ShouldBe(wildcardOnly);

    [Fact]
    public void RunInstances_needs_an_image_an_instance_a_subnet_and_may_name_a_key_pair()
    {
        var types = Facts.ResourceTypesOf("ec2:RunInstances").ToDictionary(type => type.ResourceType.Name);
        types["image"].Required.ShouldBeTrue();
        types["instance"].Required.ShouldBeTrue();
        types["subnet"].Required.ShouldBeTrue();
        types["key-pair"].Required.ShouldBeFalse();
        types["instance"].ConditionKeys.ShouldContain(key => key.Name == "ec2:MetadataHttpTokens");
        types["image"].ResourceType.ArnTemplate.ShouldBe("arn:${Partition}:ec2:${Region}::image/${ImageId}");
        types["image"].ResourceType.HasAccount.ShouldBeFalse();
    }

    [Theory]
    [InlineData("aws:RequestTag/Env", "aws:RequestTag/${TagKey}", ConditionKeyType.String, false, true)]
    [InlineData("AWS:PRINCIPALTAG/team", "aws:PrincipalTag/${TagKey}", ConditionKeyType.String, false, true)]
    [InlineData("aws:TagKeys", "aws:TagKeys", ConditionKeyType.String, true, true)]
    [InlineData("aws:PrincipalOrgPaths", "aws:PrincipalOrgPaths", ConditionKeyType.String, true, true)]
    [InlineData("aws:MultiFactorAuthAge", "aws:MultiFactorAuthAge", ConditionKeyType.Numeric, false, true)]
    [InlineData("aws:CurrentTime", "aws:CurrentTime", ConditionKeyType.Date, false, true)]
    [InlineData("aws:SourceIp", "aws:SourceIp", ConditionKeyType.IPAddress, false, true)]
    [InlineData("aws:PrincipalArn", "aws:PrincipalArn", ConditionKeyType.Arn, false, true)]
    [InlineData("s3:ExistingObjectTag/class", "s3:ExistingObjectTag/<key>", ConditionKeyType.String, false, false)]
    [InlineData("s3:prefix", "s3:prefix", ConditionKeyType.String, false, false)]
    [InlineData("dynamodb:LeadingKeys", "dynamodb:LeadingKeys", ConditionKeyType.String, true, false)]
    [InlineData("iam:PassedToService", "iam:PassedToService", ConditionKeyType.String, false, false)]
    [InlineData("secretsmanager:ResourceTag/Team", "secretsmanager:ResourceTag/${TagKey}", ConditionKeyType.String, false, false)]
    [InlineData("saml:aud", "saml:aud", ConditionKeyType.String, false, false)]
    [InlineData("kms:EncryptionContext:app", "kms:EncryptionContext:${EncryptionContextKey}", ConditionKeyType.String, false, false)]
    public void Condition_keys_are_found_with_type_and_multiplicity(string name, string expected, ConditionKeyType type, bool multivalued, bool global)
    {
        var key = Facts.FindConditionKey(name).ShouldNotBeNull();
        key.Name.ShouldBe(expected);
        key.Type.ShouldBe(type);
        key.Multivalued.ShouldBe(multivalued);
        key.IsGlobal.ShouldBe(global);
    }

    [Theory]
    [InlineData("aws:RequestTag/")]
    [InlineData("aws:RequestTag")]
    [InlineData("aws:NoSuchKey")]
    [InlineData("s3:nosuchkey")]
    [InlineData("")]
    public void Names_that_are_no_condition_keys_are_not_found(string name) => Facts.FindConditionKey(name).ShouldBeNull();

    [Fact]
    public void Every_key_without_placeholder_is_found_by_its_own_name()
    {
        foreach (var key in Facts.ConditionKeys.Where(key => !key.IsTemplate))
            Facts.FindConditionKey(key.Name.ToUpperInvariant()).ShouldBe(key);
    }

    [Theory]
    [InlineData("arn:aws:s3:::logs", "s3/bucket")]
    [InlineData("arn:aws:s3:::logs/2026/11/a.gz", "s3/object")]
    [InlineData("arn:aws:s3:::logs/a", "s3/object")]
    [InlineData("arn:aws:s3:eu-west-1:111122223333:accesspoint/ap", "s3/accesspoint")]
    [InlineData("arn:aws:iam::111122223333:role/team/Deploy", "iam/role")]
    [InlineData("arn:aws-cn:iam::111122223333:user/Alice", "iam/user")]
    [InlineData("arn:aws:ec2:eu-west-1:111122223333:instance/i-1", "ec2/instance")]
    [InlineData("arn:aws:dynamodb:eu-west-1:111122223333:table/T/index/I", "dynamodb/index")]
    [InlineData("arn:aws:dynamodb:eu-west-1:111122223333:table/T", "dynamodb/table")]
    [InlineData("arn:aws:sqs:eu-west-1:111122223333:queue", "sqs/queue")]
    [InlineData("arn:aws:lambda:eu-west-1:111122223333:function:f", "lambda/function")]
    [InlineData("arn:aws:lambda:eu-west-1:111122223333:function:f:prod", "lambda/function alias")]
    [InlineData("arn:aws:kms:eu-west-1:111122223333:alias/a", "kms/alias")]
    public void An_arn_is_of_the_type_whose_template_fits_best(string arn, string type) =>
        Facts.MatchArn(arn).Select(match => match.ToString()).ShouldContain(type);

    [Theory]
    [InlineData("arn:aws:nosuchservice:::x")]
    [InlineData("arn:aws:iam::111122223333:nosuchtype/x")]
    [InlineData("arn:aws:s3")]
    [InlineData("x")]
    [InlineData("")]
    public void An_arn_of_no_known_form_has_no_type(string arn) => Facts.MatchArn(arn).ShouldBeEmpty();

    [Theory]
    [InlineData("arn:aws:s3:::logs/*", "object", true)]
    [InlineData("arn:aws:s3:::logs", "object", false)]
    [InlineData("arn:aws:s3:::logs*", "object", true)]
    [InlineData("arn:aws:s3:::${aws:username}/*", "object", true)]
    [InlineData("*", "object", true)]
    [InlineData("arn:aws:s3", "object", true)]
    [InlineData("arn:aws:sqs:*:*:*", "object", false)]
    public void A_resource_pattern_may_name_a_type_when_some_arn_of_the_type_matches_it(string pattern, string type, bool may) =>
        Facts.FindService("s3").ShouldNotBeNull().FindResourceType(type).ShouldNotBeNull().MayBeNamedBy(pattern).ShouldBe(may);

    [Theory]
    [InlineData("s3", true)]
    [InlineData("STS", true)]
    [InlineData("ec2", false)]
    [InlineData("nosuchservice", false)]
    public void Services_say_whether_resource_control_policies_apply(string service, bool supports) =>
        Facts.SupportsResourceControlPolicies(service).ShouldBe(supports);

    [Fact]
    public void A_pattern_expands_to_the_actions_of_the_catalogue()
    {
        Facts.Expand("s3:*ObjectTagging").Select(action => action.Name).ShouldBe(["DeleteObjectTagging", "GetObjectTagging", "PutObjectTagging"]);
        Facts.Expand("S3:getobjec?").Select(action => action.Name).ShouldBe(["GetObject"]);
        Facts.Expand("*").Count().ShouldBe(Facts.ActionCount);
        Facts.Expand("s3:Get Object").ShouldBeEmpty();
        Facts.Expand("nosuchservice:*").ShouldBeEmpty();
    }

    [Fact]
    public void Many_threads_read_the_same_facts()
    {
        var counts = new int[8];
        Parallel.For(0, counts.Length, i => counts[i] = Facts.Services.Sum(service => service.Actions.Sum(action => action.ResourceTypes.Length)));
        counts.Distinct().ShouldBe([21_931]);
    }
}
