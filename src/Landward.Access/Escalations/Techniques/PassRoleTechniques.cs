using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>iam:PassRole together with the calls that make a service run code of one's own under the role.</summary>
internal static class PassRoleTechniques
{
    /// <summary>EC2 takes an instance profile, not a role: without one for the role, the attacker must be able to make it.</summary>
    public const string InstanceProfileSuffix = "-with-new-instance-profile";

    private const string Function = "arn:{partition}:lambda:{region}:{account}:function:{name}";
    private const string Ec2 = "arn:{partition}:ec2:{region}:{account}:";
    private const string TaskDefinition = "arn:{partition}:ecs:{region}:{account}:task-definition/{name}:1";
    private const string Cluster = "arn:{partition}:ecs:{region}:{account}:cluster/{name}";
    private const string Glue = "arn:{partition}:glue:{region}:{account}:";
    private const string SageMaker = "arn:{partition}:sagemaker:{region}:{account}:";
    private const string Stack = "arn:{partition}:cloudformation:{region}:{account}:stack/{name}/*";
    private const string Project = "arn:{partition}:codebuild:{region}:{account}:project/{name}";
    private const string StateMachine = "arn:{partition}:states:{region}:{account}:stateMachine:{name}";
    private const string Interpreter = "arn:{partition}:bedrock-agentcore:{region}:{account}:code-interpreter/{name}";
    private const string Profile = "arn:{partition}:iam::{account}:instance-profile/{name}";

    private static readonly ImmutableArray<RequiredAction> RunInstances =
        [.. new[] { "instance/{name}", "network-interface/{name}", "security-group/{name}", "subnet/{name}", "volume/{name}" }
            .Select(type => new RequiredAction("ec2:RunInstances", ActionObject.Chosen, Ec2 + type)),
            new RequiredAction("ec2:RunInstances", ActionObject.Chosen, "arn:{partition}:ec2:{region}::image/{name}")];

    private static readonly ImmutableArray<RequiredAction> NewProfile =
        [new("iam:CreateInstanceProfile", ActionObject.Chosen, Profile), new("iam:AddRoleToInstanceProfile", ActionObject.Chosen, Profile)];

    public static readonly ImmutableArray<EscalationTechnique> All =
    [
        Pass("lambda-create-invoke", "create a Lambda function with the role and invoke it", "lambda.amazonaws.com", Sources.Rhino, "T1648",
            new("lambda:CreateFunction", ActionObject.Chosen, Function), new("lambda:InvokeFunction", ActionObject.Chosen, Function)),
        Pass("lambda-create-add-permission", "create a Lambda function with the role and let somebody else invoke it", "lambda.amazonaws.com", Sources.RhinoLater, "T1648",
            new("lambda:CreateFunction", ActionObject.Chosen, Function), new("lambda:AddPermission", ActionObject.Chosen, Function)),
        Pass("lambda-create-event-source", "create a Lambda function with the role behind an event source", "lambda.amazonaws.com", Sources.Rhino, "T1648",
            new("lambda:CreateFunction", ActionObject.Chosen, Function), new("lambda:CreateEventSourceMapping", ActionObject.Fixed)) with
        { Circumstance = "a stream or queue that the role can read receives a record" },
        Pass("ec2-run-instances", "run an EC2 instance with the role's instance profile", "ec2.amazonaws.com", Sources.Rhino, "T1578.002", RunInstances),
        Pass("ec2-run-instances" + InstanceProfileSuffix, "make an instance profile for the role and run an EC2 instance with it", "ec2.amazonaws.com", Sources.Rhino, "T1578.002",
            [.. NewProfile, .. RunInstances]),
        Pass("ec2-associate-instance-profile", "give an instance that one controls the role's instance profile", "ec2.amazonaws.com", Sources.Pathfinding, "T1098.003",
            new RequiredAction("ec2:AssociateIamInstanceProfile", ActionObject.Chosen, Ec2 + "instance/{name}")) with
        { Circumstance = "the caller has a way to run code on that instance" },
        Pass("ec2-replace-instance-profile", "replace the instance profile of an instance that one controls", "ec2.amazonaws.com", Sources.Pathfinding, "T1098.003",
            new RequiredAction("ec2:ReplaceIamInstanceProfileAssociation", ActionObject.Chosen, Ec2 + "instance/{name}")) with
        { Circumstance = "the caller has a way to run code on that instance" },
        Pass("autoscaling-launch-template", "let an Auto Scaling group start instances from a launch template with the role", "ec2.amazonaws.com", Sources.RhinoLater, "T1578.002",
            new("ec2:CreateLaunchTemplate", ActionObject.Chosen, Ec2 + "launch-template/{name}"), new("ec2:RunInstances", ActionObject.Chosen, Ec2 + "instance/{name}"),
            new("autoscaling:CreateAutoScalingGroup", ActionObject.Chosen, "arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/{name}")),
        Pass("autoscaling-launch-configuration", "let an Auto Scaling group start instances from a launch configuration with the role", "ec2.amazonaws.com", Sources.RhinoLater, "T1578.002",
            new("autoscaling:CreateLaunchConfiguration", ActionObject.Chosen, "arn:{partition}:autoscaling:{region}:{account}:launchConfiguration:*:launchConfigurationName/{name}"),
            new("autoscaling:CreateAutoScalingGroup", ActionObject.Chosen, "arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/{name}")),
        Pass("ecs-run-task", "register an ECS task definition with the role and run it", "ecs-tasks.amazonaws.com", Sources.RhinoLater, "T1610",
            new("ecs:RegisterTaskDefinition", ActionObject.Fixed), new("ecs:RunTask", ActionObject.Chosen, TaskDefinition)),
        Pass("ecs-start-task", "register an ECS task definition with the role and start it on a container instance", "ecs-tasks.amazonaws.com", Sources.Pathfinding, "T1610",
            new("ecs:RegisterTaskDefinition", ActionObject.Fixed), new("ecs:StartTask", ActionObject.Chosen, TaskDefinition)) with
        { Circumstance = "a cluster has a container instance" },
        Pass("ecs-create-service", "register an ECS task definition with the role and keep it running as a service", "ecs-tasks.amazonaws.com", Sources.Pathfinding, "T1610",
            new("ecs:RegisterTaskDefinition", ActionObject.Fixed), new("ecs:CreateService", ActionObject.Chosen, "arn:{partition}:ecs:{region}:{account}:service/{name}/{name}")),
        Pass("batch-submit-job", "register a Batch job with the role and submit it", "ecs-tasks.amazonaws.com", Sources.Pathfinding, "T1610",
            new("batch:RegisterJobDefinition", ActionObject.Chosen, "arn:{partition}:batch:{region}:{account}:job-definition/{name}"),
            new("batch:SubmitJob", ActionObject.Chosen, "arn:{partition}:batch:{region}:{account}:job-definition/{name}"),
            new("batch:SubmitJob", ActionObject.Chosen, "arn:{partition}:batch:{region}:{account}:job-queue/{name}")),
        Pass("glue-dev-endpoint", "create a Glue development endpoint with the role", "glue.amazonaws.com", Sources.Rhino, "T1578.002",
            new RequiredAction("glue:CreateDevEndpoint", ActionObject.Chosen, Glue + "devEndpoint/{name}")),
        Pass("glue-create-job", "create a Glue job with the role and run it", "glue.amazonaws.com", Sources.RhinoLater, "T1648",
            new("glue:CreateJob", ActionObject.Chosen, Glue + "job/{name}"), new("glue:StartJobRun", ActionObject.Chosen, Glue + "job/{name}")),
        Pass("glue-create-job-trigger", "create a Glue job with the role and a trigger that runs it", "glue.amazonaws.com", Sources.RhinoLater, "T1648",
            new("glue:CreateJob", ActionObject.Chosen, Glue + "job/{name}"), new("glue:CreateTrigger", ActionObject.Chosen, Glue + "trigger/{name}")),
        Pass("glue-update-job", "give an existing Glue job the role and run it", "glue.amazonaws.com", Sources.RhinoLater, "T1648",
            new("glue:UpdateJob", ActionObject.Chosen, Glue + "job/{name}"), new("glue:StartJobRun", ActionObject.Chosen, Glue + "job/{name}")) with
        { Circumstance = "the account has a Glue job" },
        Pass("glue-session", "start an interactive Glue session with the role", "glue.amazonaws.com", Sources.Pathfinding, "T1648",
            new("glue:CreateSession", ActionObject.Chosen, Glue + "session/{name}"), new("glue:RunStatement", ActionObject.Chosen, Glue + "session/{name}")),
        Pass("sagemaker-notebook", "create a SageMaker notebook with the role and open it", "sagemaker.amazonaws.com", Sources.RhinoLater, "T1578.002",
            new("sagemaker:CreateNotebookInstance", ActionObject.Chosen, SageMaker + "notebook-instance/{name}"),
            new("sagemaker:CreatePresignedNotebookInstanceUrl", ActionObject.Chosen, SageMaker + "notebook-instance/{name}")),
        Pass("sagemaker-training-job", "run a SageMaker training job with the role", "sagemaker.amazonaws.com", Sources.RhinoLater, "T1648",
            new RequiredAction("sagemaker:CreateTrainingJob", ActionObject.Chosen, SageMaker + "training-job/{name}")),
        Pass("sagemaker-processing-job", "run a SageMaker processing job with the role", "sagemaker.amazonaws.com", Sources.RhinoLater, "T1648",
            new RequiredAction("sagemaker:CreateProcessingJob", ActionObject.Chosen, SageMaker + "processing-job/{name}")),
        Pass("cloudformation-create-stack", "create a CloudFormation stack that acts with the role", "cloudformation.amazonaws.com", Sources.Rhino, "T1648",
            new RequiredAction("cloudformation:CreateStack", ActionObject.Chosen, Stack)),
        Pass("cloudformation-update-stack", "make an existing CloudFormation stack act with the role", "cloudformation.amazonaws.com", Sources.Pathfinding, "T1648",
            new RequiredAction("cloudformation:UpdateStack", ActionObject.Chosen, Stack)) with
        { Circumstance = "the account has a stack" },
        Pass("codebuild-create-project", "create a CodeBuild project with the role and start a build", "codebuild.amazonaws.com", Sources.RhinoLater, "T1648",
            new("codebuild:CreateProject", ActionObject.Chosen, Project), new("codebuild:StartBuild", ActionObject.Chosen, Project)),
        Pass("codebuild-create-project-batch", "create a CodeBuild project with the role and start a batch", "codebuild.amazonaws.com", Sources.Pathfinding, "T1648",
            new("codebuild:CreateProject", ActionObject.Chosen, Project), new("codebuild:StartBuildBatch", ActionObject.Chosen, Project)),
        Pass("datapipeline", "define and activate a pipeline with the role", "datapipeline.amazonaws.com", Sources.Rhino, "T1648",
            new("datapipeline:CreatePipeline", ActionObject.Fixed), new("datapipeline:PutPipelineDefinition", ActionObject.Fixed), new("datapipeline:ActivatePipeline", ActionObject.Fixed)),
        Pass("ssm-automation", "start an Automation runbook that acts with the role", "ssm.amazonaws.com", Sources.RunCommand, "T1651",
            new("ssm:CreateDocument", ActionObject.Chosen, "arn:{partition}:ssm:{region}:{account}:document/{name}"),
            new("ssm:StartAutomationExecution", ActionObject.Chosen, "arn:{partition}:ssm:{region}:{account}:automation-definition/{name}:$DEFAULT")),
        Pass("stepfunctions", "create a state machine with the role and start it", "states.amazonaws.com", Sources.StateMachine, "T1648",
            new("states:CreateStateMachine", ActionObject.Chosen, StateMachine), new("states:StartExecution", ActionObject.Chosen, StateMachine)),
        Pass("scheduler", "create a schedule that calls any API with the role", "scheduler.amazonaws.com", Sources.Scheduler, "T1648",
            new RequiredAction("scheduler:CreateSchedule", ActionObject.Chosen, "arn:{partition}:scheduler:{region}:{account}:schedule/default/{name}")),
        Pass("agentcore-code-interpreter", "create an AgentCore code interpreter with the role and run code in it", "bedrock-agentcore.amazonaws.com", Sources.AgentCore, "T1648",
            new("bedrock-agentcore:CreateCodeInterpreter", ActionObject.Chosen, Interpreter),
            new("bedrock-agentcore:StartCodeInterpreterSession", ActionObject.Chosen, Interpreter),
            new("bedrock-agentcore:InvokeCodeInterpreter", ActionObject.Chosen, Interpreter)),
        Pass("apprunner", "create an App Runner service with the role as instance role", "tasks.apprunner.amazonaws.com", Sources.Pathfinding, "T1648",
            new RequiredAction("apprunner:CreateService", ActionObject.Chosen, "arn:{partition}:apprunner:{region}:{account}:service/{name}/{name}")),
        Pass("emr-serverless", "create an EMR Serverless application and run a job with the role", "emr-serverless.amazonaws.com", Sources.Pathfinding, "T1648",
            new("emr-serverless:CreateApplication", ActionObject.Fixed),
            new("emr-serverless:StartJobRun", ActionObject.Chosen, "arn:{partition}:emr-serverless:{region}:{account}:/applications/{name}")),
    ];

    private static EscalationTechnique Pass(string id, string title, string service, string source, string mitre, params ImmutableArray<RequiredAction> actions) => new()
    {
        Id = "passrole-" + id,
        Title = title,
        Gain = EscalationGain.Credentials,
        Victim = PrincipalKind.Role,
        PassedTo = service,
        Actions = [new RequiredAction("iam:PassRole", ActionObject.Victim), .. actions],
        Mitre = ["T1548.005", mitre],
        Source = source,
    };
}
