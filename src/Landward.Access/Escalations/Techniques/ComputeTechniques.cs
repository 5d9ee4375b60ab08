using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>Ways to run code on compute that already has a stronger role; no iam:PassRole is asked for.</summary>
internal static class ComputeTechniques
{
    public const string ManagedInstance = "AWS::EC2::Instance";
    private const string Lambda = "AWS::Lambda::Function";
    private const string Invoked = "something invokes the function";
    private const string Reachable = "the caller reaches the instance over the network";

    /// <summary>The ways over Systems Manager: the instance must be managed by it.</summary>
    public static readonly ImmutableArray<string> NeedAgent = ["ssm-send-command", "ssm-start-session"];

    public static readonly ImmutableArray<EscalationTechnique> All =
    [
        On(Lambda, "lambda-update-code-invoke", "change the function's code and invoke it", Sources.Rhino, "T1648", "lambda:UpdateFunctionCode", "lambda:InvokeFunction"),
        On(Lambda, "lambda-update-code", "change the function's code and wait", Sources.Rhino, "T1648", "lambda:UpdateFunctionCode") with { Circumstance = Invoked },
        On(Lambda, "lambda-update-configuration-invoke", "put a layer of one's own into the function and invoke it", Sources.RhinoLater, "T1648", "lambda:UpdateFunctionConfiguration", "lambda:InvokeFunction"),
        On(Lambda, "lambda-update-configuration", "put a layer of one's own into the function and wait", Sources.RhinoLater, "T1648", "lambda:UpdateFunctionConfiguration") with { Circumstance = Invoked },
        On(ManagedInstance, "ssm-send-command", "run a command on the instance through Systems Manager", Sources.RunCommand, "T1651", "ssm:SendCommand")
            with
        {
            Actions = [new("ssm:SendCommand", ActionObject.Compute), new("ssm:SendCommand", ActionObject.Chosen, "arn:{partition}:ssm:{region}::document/AWS-RunShellScript")],
        },
        On(ManagedInstance, "ssm-start-session", "open a session on the instance through Systems Manager", Sources.Session, "T1651", "ssm:StartSession"),
        On(ManagedInstance, "ec2-modify-user-data", "replace the instance's user data and restart it", Sources.UserData, "T1578", "ec2:StopInstances", "ec2:ModifyInstanceAttribute", "ec2:StartInstances"),
        On(ManagedInstance, "ec2-instance-connect", "push an SSH key to the instance", Sources.Pathfinding, "T1021.004", "ec2-instance-connect:SendSSHPublicKey") with { Circumstance = Reachable },
        On(ManagedInstance, "ec2-serial-console", "push an SSH key to the instance's serial console", Sources.Pathfinding, "T1021.004", "ec2-instance-connect:SendSerialConsoleSSHPublicKey")
            with
        { Circumstance = "the serial console is enabled in the account" },
        On("AWS::CloudFormation::Stack", "cloudformation-update-stack", "update the stack, which acts with its role", Sources.Rhino, "T1648", "cloudformation:UpdateStack"),
        On("AWS::CloudFormation::Stack", "cloudformation-change-set", "execute a change set on the stack, which acts with its role", Sources.Pathfinding, "T1648",
            "cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"),
        On("AWS::CodeBuild::Project", "codebuild-start-build", "start a build with a build specification of one's own", Sources.RhinoLater, "T1648", "codebuild:StartBuild"),
        On("AWS::CodeBuild::Project", "codebuild-start-build-batch", "start a batch with a build specification of one's own", Sources.Pathfinding, "T1648", "codebuild:StartBuildBatch"),
        On("AWS::ECS::Service", "ecs-execute-command", "open a shell in a container of the service", Sources.Pathfinding, "T1609", "ecs:ExecuteCommand") with { Circumstance = "ECS Exec is enabled for the service" },
        On("AWS::ECS::TaskDefinition", "ecs-execute-command-task", "open a shell in a container of a running task", Sources.Pathfinding, "T1609", "ecs:ExecuteCommand")
            with
        {
            Circumstance = "a task of the definition runs with ECS Exec enabled",
            Actions = [new("ecs:ExecuteCommand", ActionObject.Chosen, "arn:{partition}:ecs:{region}:{account}:task/{name}/{name}")],
        },
        On("AWS::SageMaker::NotebookInstance", "sagemaker-open-notebook", "open the notebook", Sources.RhinoLater, "T1648", "sagemaker:CreatePresignedNotebookInstanceUrl"),
        On("AWS::Glue::DevEndpoint", "glue-update-dev-endpoint", "put an SSH key on the development endpoint", Sources.Rhino, "T1098.004", "glue:UpdateDevEndpoint"),
        On("AWS::StepFunctions::StateMachine", "stepfunctions-update", "change the state machine and start it", Sources.StateMachine, "T1648", "states:UpdateStateMachine", "states:StartExecution"),
        On("AWS::AppRunner::Service", "apprunner-update-service", "change the image of the App Runner service", Sources.Pathfinding, "T1648", "apprunner:UpdateService"),
        On("AWS::BedrockAgentCore::CodeInterpreterCustom", "agentcore-invoke-interpreter", "run code in the code interpreter", Sources.AgentCore, "T1648",
            "bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"),
        On("AWS::Batch::JobDefinition", "batch-override-command", "submit the job with a command of one's own", Sources.Pathfinding, "T1610", "batch:SubmitJob"),
    ];

    private static EscalationTechnique On(string type, string id, string title, string source, string mitre, params ImmutableArray<string> actions) => new()
    {
        Id = "compute-" + id,
        Title = title,
        Gain = EscalationGain.Credentials,
        Victim = PrincipalKind.Role,
        ComputeType = type,
        Actions = [.. actions.Select(action => new RequiredAction(action, ActionObject.Compute))],
        Mitre = ["T1548.005", mitre],
        Source = source,
    };
}
