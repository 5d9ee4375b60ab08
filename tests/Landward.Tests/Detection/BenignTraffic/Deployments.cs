namespace Landward.Tests.Detection.BenignTraffic;

/// <summary>What pipelines do: build, push, deploy; with roles got by OpenID Connect, with CodePipeline, and here and there with a key.</summary>
internal static class Deployments
{
    public static void Function(BenignDay day)
    {
        var (organization, account, region, time, caller) = Start(day);
        var application = organization.Pick(organization.Applications);
        for (var i = organization.Random.Next(1, 5); i > 0; i--)
        {
            var function = $"{application}-{organization.Pick(["api", "worker", "events", "resize", "webhook"])}";
            day.Call(time, account, region, caller, "lambda", "GetFunction20150331v2", $$"""{"functionName":"{{function}}"}""");
            day.Call(time.AddSeconds(3), account, region, caller, "lambda", "UpdateFunctionCode20150331v2",
                $$"""{"functionName":"{{function}}","s3Bucket":"example-artifacts","s3Key":"{{application}}/{{organization.Hex(8)}}.zip","publish":false,"dryRun":false}""",
                $$"""{"functionName":"{{function}}","functionArn":"arn:aws:lambda:{{region}}:{{account.Id}}:function:{{function}}","role":"{{account.Role(function)}}"}""");
            day.Call(time.AddSeconds(9), account, region, caller, "lambda", "UpdateFunctionConfiguration20150331v2",
                $$"""{"functionName":"{{function}}","memorySize":512,"timeout":30,"environment":{},"layers":["arn:aws:lambda:{{region}}:{{organization.SharedServices.Id}}:layer:telemetry:7"]}""", "{}");
            day.Call(time.AddSeconds(15), account, region, caller, "lambda", "PublishVersion20150331", $$"""{"functionName":"{{function}}"}""", "{}");
            day.Call(time.AddSeconds(16), account, region, caller, "lambda", "UpdateAlias20150331", $$"""{"functionName":"{{function}}","name":"live","functionVersion":"{{organization.Random.Next(1, 400)}}"}""", "{}");
            time = time.AddSeconds(30);
        }
    }

    public static void Container(BenignDay day)
    {
        var (organization, account, region, time, caller) = Start(day);
        var application = organization.Pick(organization.Applications);
        var registry = organization.SharedServices;
        var builder = Caller.Workflow(organization, registry, "github-build", application, Caller.CommandLine);
        day.Call(time, registry, region, Caller.Service("sts.amazonaws.com") with { Address = builder.Address }, "sts", "AssumeRoleWithWebIdentity",
            $$"""{"roleArn":"{{registry.Role("github-build")}}","roleSessionName":"GitHubActions","durationSeconds":3600}""",
            also: @event => @event["userIdentity"] = new System.Text.Json.Nodes.JsonObject
            {
                ["type"] = "WebIdentityUser",
                ["principalId"] = "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com:sts.amazonaws.com:repo:example",
                ["userName"] = $"repo:example/{application}:ref:refs/heads/main",
                ["identityProvider"] = "token.actions.githubusercontent.com",
            });
        day.Call(time.AddSeconds(1), registry, region, builder, "ecr", "GetAuthorizationToken");
        for (var layer = organization.Random.Next(2, 6); layer > 0; layer--)
        {
            day.Call(time.AddSeconds(5), registry, region, builder, "ecr", "InitiateLayerUpload", $$"""{"repositoryName":"{{application}}"}""", "{}");
            day.Call(time.AddSeconds(6), registry, region, builder, "ecr", "UploadLayerPart", $$"""{"repositoryName":"{{application}}","partFirstByte":0}""", "{}");
            day.Call(time.AddSeconds(7), registry, region, builder, "ecr", "CompleteLayerUpload", $$"""{"repositoryName":"{{application}}"}""", "{}");
        }
        day.Call(time.AddSeconds(20), registry, region, builder, "ecr", "PutImage", $$"""{"repositoryName":"{{application}}","imageTag":"{{organization.Hex(7)}}"}""", "{}");
        day.Call(time.AddSeconds(60), account, region, caller, "ecs", "RegisterTaskDefinition",
            $$"""{"family":"{{application}}","executionRoleArn":"{{account.Role("ecsTaskExecutionRole")}}","taskRoleArn":"{{account.Role(application)}}","containerDefinitions":[{"name":"{{application}}","image":"{{registry.Id}}.dkr.ecr.{{region}}.amazonaws.com/{{application}}:1","command":["serve"],"environment":[],"secrets":[{"name":"DB","valueFrom":"arn:aws:secretsmanager:{{region}}:{{account.Id}}:secret:db"}]}]}""", "{}");
        day.Call(time.AddSeconds(62), account, region, caller, "ecs", "UpdateService", $$"""{"cluster":"main","service":"{{application}}","taskDefinition":"{{application}}:{{organization.Random.Next(1, 300)}}"}""", "{}");
        for (var poll = 0; poll < 6; poll++)
            day.Call(time.AddSeconds(70 + (poll * 15)), account, region, caller, "ecs", "DescribeServices", $$"""{"cluster":"main","services":["{{application}}"]}""");
    }

    public static void Machines(BenignDay day)
    {
        var (organization, account, region, time, caller) = Start(day);
        var instance = "i-0" + organization.Hex(16);
        day.Call(time, account, region, caller, "ec2", "DescribeImages", """{"ownersSet":{"items":[{"owner":"self"}]}}""");
        day.Call(time.AddSeconds(2), account, region, caller, "ec2", "RunInstances",
            $$"""{"instancesSet":{"items":[{"imageId":"ami-0{{organization.Hex(16)}}","minCount":1,"maxCount":1}]},"instanceType":"{{organization.Pick(["t3.small", "t3.large", "m6i.large", "m6i.2xlarge", "c6g.xlarge"])}}","iamInstanceProfile":{"name":"web"},"userData":"<sensitiveDataRemoved>","subnetId":"subnet-1"}""",
            $$$"""{"instancesSet":{"items":[{"instanceId":"{{{instance}}}"}]}}""");
        day.Call(time.AddSeconds(4), account, region, caller, "ec2", "CreateTags", $$$"""{"resourcesSet":{"items":[{"resourceId":"{{{instance}}}"}]}}""", """{"_return":true}""");
        for (var poll = 0; poll < 4; poll++)
            day.Call(time.AddSeconds(20 + (poll * 10)), account, region, caller, "ec2", "DescribeInstances", $$$"""{"instancesSet":{"items":[{"instanceId":"{{{instance}}}"}]},"filterSet":{}}""");
        if (organization.Random.Next(3) == 0)
        {
            // An image is baked, shared with the accounts that run it, and the builder goes away.
            var image = "ami-0" + organization.Hex(16);
            day.Call(time.AddMinutes(6), account, region, caller, "ec2", "CreateImage", $$"""{"instanceId":"{{instance}}","name":"web-{{organization.Hex(6)}}"}""", $$"""{"imageId":"{{image}}"}""");
            day.Call(time.AddMinutes(9), account, region, caller, "ec2", "ModifyImageAttribute",
                $$$$"""{"imageId":"{{{{image}}}}","attributeType":"launchPermission","launchPermission":{"add":{"items":[{"userId":"{{{{organization.Pick(organization.Workloads).Id}}}}"},{"userId":"{{{{organization.Pick(organization.Workloads).Id}}}}"}]}}}""", """{"_return":true}""");
            day.Call(time.AddMinutes(10), account, region, caller, "ec2", "TerminateInstances", $$$"""{"instancesSet":{"items":[{"instanceId":"{{{instance}}}"}]}}""", "{}");
        }
    }

    /// <summary>A stack with its roles: the calls of the stack are CloudFormation's, on behalf of the pipeline.</summary>
    public static void Stack(BenignDay day)
    {
        var (organization, account, region, time, caller) = Start(day);
        var application = organization.Pick(organization.Applications);
        day.Call(time, account, region, caller, "cloudformation", "CreateChangeSet", $$"""{"stackName":"{{application}}","changeSetName":"c{{organization.Hex(6)}}","capabilities":["CAPABILITY_NAMED_IAM"],"roleARN":"{{account.Role("cfn-execution")}}"}""", "{}");
        day.Call(time.AddSeconds(10), account, region, caller, "cloudformation", "ExecuteChangeSet", $$"""{"stackName":"{{application}}"}""");
        var stack = Caller.Role(organization, account, "cfn-execution", "AWSCloudFormation", "cloudformation.amazonaws.com", "cloudformation.amazonaws.com");
        stack.Identity["invokedBy"] = "cloudformation.amazonaws.com";
        var role = $"{application}-{organization.Code(12)}";
        day.Call(time.AddSeconds(20), account, region, stack, "iam", "CreateRole",
            $$"""{"roleName":"{{role}}","assumeRolePolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"}""", "{}");
        day.Call(time.AddSeconds(24), account, region, stack, "iam", "PutRolePolicy",
            $$"""{"roleName":"{{role}}","policyName":"inline","policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"dynamodb:GetItem\",\"dynamodb:PutItem\"],\"Resource\":\"*\"}]}"}""");
        day.Call(time.AddSeconds(25), account, region, stack, "iam", "AttachRolePolicy", $$"""{"roleName":"{{role}}","policyArn":"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"}""");
        day.Call(time.AddSeconds(40), account, region, stack, "lambda", "CreateFunction20150331", $$"""{"functionName":"{{application}}-fn","role":"{{account.Role(role)}}","runtime":"python3.12","handler":"index.handler"}""", "{}");
        day.Call(time.AddSeconds(45), account, region, stack, "lambda", "AddPermission20150331v2", $$"""{"functionName":"{{application}}-fn","action":"lambda:InvokeFunction","principal":"apigateway.amazonaws.com","sourceArn":"arn:aws:execute-api:{{region}}:{{account.Id}}:abc/*","statementId":"s"}""", "{}");
        for (var poll = 0; poll < 8; poll++)
            day.Call(time.AddSeconds(15 + (poll * 8)), account, region, caller, "cloudformation", "DescribeStackEvents", $$"""{"stackName":"{{application}}"}""");
    }

    private static (BenignOrganization Organization, BenignAccount Account, string Region, DateTime Time, Caller Caller) Start(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.Workloads);
        var application = organization.Pick(organization.Applications);
        // The first two accounts still deploy with the key of a user, several times a day.
        var legacy = account == organization.Workloads[0] || account == organization.Workloads[1];
        var caller = legacy
            ? Caller.Key(organization, account, "ci-deployer", Caller.Boto, organization.NatAddress)
            : organization.Random.Next(4) switch
            {
                0 => Caller.Role(organization, account, "codepipeline-deploy", organization.Code(13), "codepipeline.amazonaws.com", "codepipeline.amazonaws.com"),
                1 => Caller.Role(organization, account, "jenkins-deploy", "jenkins", Caller.Boto, organization.NatAddress),
                _ => Caller.Workflow(organization, account, "github-deploy", application, organization.Pick([Caller.CommandLine, Caller.Boto])),
            };
        return (organization, account, organization.Region(), day.Anytime(), caller);
    }
}
