using Landward.Sandbox.Services;
using Landward.Sandbox.Services.AccessAnalyzer;
using Landward.Sandbox.Services.CloudFormation;
using Landward.Sandbox.Services.CloudTrail;
using Landward.Sandbox.Services.CloudWatch;
using Landward.Sandbox.Services.Config;
using Landward.Sandbox.Services.DynamoDb;
using Landward.Sandbox.Services.Ec2;
using Landward.Sandbox.Services.Ecr;
using Landward.Sandbox.Services.Efs;
using Landward.Sandbox.Services.Events;
using Landward.Sandbox.Services.GuardDuty;
using Landward.Sandbox.Services.Kms;
using Landward.Sandbox.Services.Lambda;
using Landward.Sandbox.Services.Logs;
using Landward.Sandbox.Services.Rds;
using Landward.Sandbox.Services.S3;
using Landward.Sandbox.Services.S3Control;
using Landward.Sandbox.Services.SecretsManager;
using Landward.Sandbox.Services.SecurityHub;
using Landward.Sandbox.Services.Sns;
using Landward.Sandbox.Services.Sqs;

namespace Landward.Sandbox;

/// <summary>The services the sandbox serves.</summary>
internal static class SandboxServices
{
    public static ServiceRegistry Create()
    {
        var registry = new ServiceRegistry();
        IdentityServices.AddTo(registry);
        CloudTrailService.AddTo(registry);
        S3Service.AddTo(registry);
        S3ControlService.AddTo(registry);
        KmsService.AddTo(registry);
        SnsService.AddTo(registry);
        SqsService.AddTo(registry);
        EventsService.AddTo(registry);
        LogsService.AddTo(registry);
        CloudWatchService.AddTo(registry);
        SecretsManagerService.AddTo(registry);
        Ec2Service.AddTo(registry);
        ConfigService.AddTo(registry);
        GuardDutyService.AddTo(registry);
        SecurityHubService.AddTo(registry);
        AccessAnalyzerService.AddTo(registry);
        LambdaService.AddTo(registry);
        DynamoDbService.AddTo(registry);
        EcrService.AddTo(registry);
        EfsService.AddTo(registry);
        RdsService.AddTo(registry);
        CloudFormationService.AddTo(registry);
        return registry;
    }
}
