using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;
using Landward.Aws.Validation;

namespace Landward.Tests.Aws.Validation;

public sealed class InputValidatorTests
{
    [Theory]
    [InlineData("iam", "CreateUser", """{"UserName":"ann"}""", null, null)]
    [InlineData("iam", "CreateUser", """{}""", "ValidationError",
        "1 validation error detected: Value null at 'userName' failed to satisfy constraint: Member must not be null")]
    [InlineData("iam", "CreateUser", """{"UserName":"two words"}""", "ValidationError",
        "1 validation error detected: Value 'two words' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+")]
    [InlineData("iam", "CreateUser", """{"UserName":"änn"}""", "ValidationError",
        "1 validation error detected: Value 'änn' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+")]
    [InlineData("iam", "CreateRole", """{"RoleName":"r","AssumeRolePolicyDocument":"{}","MaxSessionDuration":60}""", "ValidationError",
        "1 validation error detected: Value '60' at 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600")]
    [InlineData("organizations", "CreatePolicy", """{"Content":"{}","Description":"","Name":"n","Type":"NO_SUCH"}""", "InvalidInputException", null)]
    [InlineData("kms", "CreateAlias", """{"AliasName":"","TargetKeyId":"k"}""", "ValidationException",
        "1 validation error detected: Value '' at 'aliasName' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("cloudtrail", "CreateTrail", """{"Name":"t"}""", "ValidationException",
        "1 validation error detected: Value null at 's3BucketName' failed to satisfy constraint: Member must not be null")]
    [InlineData("kms", "TagResource", """{"KeyId":"k","Tags":[{"TagKey":"a","TagValue":"b"},{"TagKey":"","TagValue":"b"}]}""", "ValidationException",
        "1 validation error detected: Value '' at 'tags.2.member.tagKey' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("ec2", "CreateSecurityGroup", """{"GroupName":"g"}""", "MissingParameter", "The request must contain the parameter Description")]
    public void Input_is_judged_in_the_words_of_its_service(string service, string operation, string input, string? code, string? message)
    {
        var description = ServiceCatalog.Default.Get(service);
        var error = InputValidator.Validate(description, description.FindOperation(operation)!, (JsonObject)JsonNode.Parse(input)!);
        (error?.Code).ShouldBe(code);
        if (message is not null)
            error!.Message.ShouldBe(message);
    }

    [Fact]
    public void Several_problems_are_counted_and_all_told()
    {
        var iam = ServiceCatalog.Default.Get("iam");
        var error = InputValidator.Validate(iam, iam.FindOperation("CreateRole")!, new JsonObject { ["RoleName"] = "" });
        error!.Message.ShouldStartWith("2 validation errors detected: ");
        error.Message.ShouldContain("; Value null at 'assumeRolePolicyDocument'");
    }

    [Fact]
    public void Sensitive_values_are_not_repeated()
    {
        var iam = ServiceCatalog.Default.Get("iam");
        var error = InputValidator.Validate(
            iam, iam.FindOperation("CreateLoginProfile")!, new JsonObject { ["UserName"] = "ann", ["Password"] = new string('x', 200) });
        error!.Message.ShouldNotContain("xxx");
    }

    [Fact]
    public void Almost_all_patterns_of_the_models_can_be_checked()
    {
        var patterns = ServiceCatalog.Default.Names
            .SelectMany(name => ServiceCatalog.Default.Get(name).Shapes)
            .Select(shape => shape.Pattern)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Where((_, index) => index % 4 == 0)
            .ToList();
        var unchecked_ = patterns.Where(pattern => ShapePattern.Of(pattern) is null).ToList();
        patterns.Count.ShouldBeGreaterThan(100);
        (unchecked_.Count < patterns.Count / 50).ShouldBeTrue(string.Join("\n", unchecked_));
    }

    [Theory]
    [InlineData("organizations", "DescribeAccount", "AccountId", "111122223333", true)]
    [InlineData("organizations", "DescribeAccount", "AccountId", "11112222333", false)]
    [InlineData("organizations", "ListChildren", "ParentId", "r-ab12", true)]
    [InlineData("organizations", "ListChildren", "ParentId", "ou-ab12-abcdefgh", true)]
    [InlineData("iam", "GetPolicy", "PolicyArn", "arn:aws:iam::aws:policy/AdministratorAccess", true)]
    [InlineData("sts", "AssumeRole", "RoleArn", "arn:aws:iam::111122223333:role/landward/LandwardExecution", true)]
    [InlineData("cloudtrail", "GetTrail", "Name", "landward-organization-trail", true)]
    [InlineData("config", "DescribeConfigRules", "NextToken", "abc", true)]
    public void Known_good_and_bad_values(string service, string operation, string member, string value, bool valid)
    {
        var description = ServiceCatalog.Default.Get(service);
        var problems = InputValidator.Problems(description.FindOperation(operation)!, new JsonObject { [member] = value });
        problems.Any(problem => problem.Kind != InputProblemKind.Missing).ShouldBe(!valid);
    }
}
