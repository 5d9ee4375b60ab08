using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;
using Landward.Sandbox;
using Landward.Sandbox.Authorization;

namespace Landward.Tests.Sandbox.Authorization;

public sealed class AuthorizationTableTests
{
    [Fact]
    public void Every_operation_the_sandbox_serves_has_authorization_facts()
    {
        var missing = SandboxServices.Create().Operations
            .Where(operation => AuthorizationTable.Default.Find(operation.Service, operation.Operation).IsEmpty)
            .Select(operation => $"{operation.Service}:{operation.Operation}");

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Every_operation_named_by_a_table_or_a_handler_exists_in_AWS_s_model()
    {
        var unknown = AuthorizationTable.Default.Operations.Concat(SandboxServices.Create().Operations)
            .Where(operation => ServiceCatalog.Default.Find(operation.Service)?.FindOperation(operation.Operation) is null)
            .Select(operation => $"{operation.Service}:{operation.Operation}");

        unknown.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("operation action resource", "header")]
    [InlineData("operation\taction\tresource\tcontext\nCreateUser\tiam:CreateUser", "iam.tsv:2")]
    [InlineData("operation\taction\tresource\tcontext\nCreateUser\tCreateUser\t*\t", "service:Name")]
    [InlineData("operation\taction\tresource\tcontext\nCreateUser\tiam:CreateUser\tarn:{UserName\t", "not closed")]
    [InlineData("operation\taction\tresource\tcontext\nCreateUser\tiam:CreateUser\t*\tiam:Boundary", "key=InputPath")]
    public void A_line_that_is_not_in_the_format_is_refused_with_its_place(string table, string told) =>
        Should.Throw<FormatException>(() => new AuthorizationTable().Add("iam", new StringReader(table))).Message.ShouldContain(told);

    [Theory]
    [InlineData("*", """{}""", "*")]
    [InlineData("arn:{partition}:iam::{account}:user{Path|/}{UserName}", """{"UserName":"a"}""", "arn:aws:iam::111122223333:user/a")]
    [InlineData("arn:{partition}:iam::{account}:user{Path|/}{UserName}", """{"UserName":"a","Path":"/team/"}""", "arn:aws:iam::111122223333:user/team/a")]
    [InlineData("{RoleArn}", """{"RoleArn":"arn:aws:iam::1:role/x"}""", "arn:aws:iam::1:role/x")]
    [InlineData("arn:aws:kms:{region}:{account}:key/{KeyId}", """{"KeyId":"arn:aws:kms:us-east-1:1:key/k"}""", "arn:aws:kms:us-east-1:1:key/k")]
    [InlineData("arn:aws:sqs:{region}:{account}:{Names}", """{"Names":["a","b"]}""", "arn:aws:sqs:eu-west-1:111122223333:a arn:aws:sqs:eu-west-1:111122223333:b")]
    [InlineData("arn:aws:s3:::{Destination.Bucket}/{Key}", """{"Destination":{"Bucket":"b"},"Key":"k/1"}""", "arn:aws:s3:::b/k/1")]
    [InlineData("arn:aws:iam::{account}:user/{UserName}", """{}""", "*")]
    [InlineData("arn:aws:s3:::{Bucket}/{Key}", """{"Bucket":"b","Key":"arn:aws:s3:::mine/x"}""", "arn:aws:s3:::b/arn:aws:s3:::mine/x")]
    [InlineData("arn:aws:events:{region}:{account}:event-bus/{Entries.Bus}", """{"Entries":[{"Bus":"b"},{"Bus":"arn:aws:events:eu-west-1:1:event-bus/o"}]}""", "arn:aws:events:eu-west-1:1:event-bus/o arn:aws:events:eu-west-1:111122223333:event-bus/b")]
    public void A_template_names_the_resources_of_the_input(string template, string input, string resources) =>
        string.Join(' ', ResourceTemplate.Parse(template).Expand((JsonObject)JsonNode.Parse(input)!, "111122223333", "eu-west-1", _ => null)).ShouldBe(resources);

    [Fact]
    public void A_placeholder_without_value_takes_the_caller_s_own_name()
    {
        var template = ResourceTemplate.Parse("arn:aws:iam::{account}:user/{UserName}");

        template.Expand([], "111122223333", "us-east-1", _ => "me").ShouldBe(["arn:aws:iam::111122223333:user/me"]);
    }
}
