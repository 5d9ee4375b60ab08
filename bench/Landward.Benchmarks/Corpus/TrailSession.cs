using System.Globalization;
using System.Text;

namespace Landward.Benchmarks.Corpus;

/// <summary>Who calls, from where, with which tool: what the events of one session share.</summary>
internal sealed record TrailSession(byte[] Identity, byte[] Account, byte[] Region, byte[] Address, string Agent)
{
    private static readonly string[] Regions = ["us-east-1", "eu-west-1", "eu-central-1", "us-west-2", "ap-southeast-2"];
    private static readonly string[] Names = ["deploy", "ci-runner", "backup", "network-admin", "data-pipeline", "support", "audit-read", "platform", "billing-export", "app-server"];
    private static readonly string[] Agents =
    [
        "aws-cli/2.17.{0} md/awscrt#0.20.11 ua/2.0 os/linux#5.10.{0} md/arch#x86_64 lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#ec2.describe-instances",
        "APN/1.0 HashiCorp/1.0 Terraform/1.9.{0} (+https://www.terraform.io) terraform-provider-aws/5.61.{0} (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64 api/iam#1.34.{0}",
        "Boto3/1.34.{0} md/Botocore#1.34.{0} ua/2.0 os/linux#6.1.{0}-amzn2023.x86_64 md/arch#x86_64 lang/python#3.12.3 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.34.{0}",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.{0}.0 Safari/537.36",
        "aws-sdk-java/2.25.{0} Linux/5.10.215 OpenJDK_64-Bit_Server_VM/17.0.11 Java/17.0.11 vendor/Amazon.com_Inc. io/sync http/Apache cfg/retry-mode/legacy",
    ];

    public static TrailSession Next(Random random)
    {
        var account = string.Create(CultureInfo.InvariantCulture, $"{200000000000 + (random.Next(20) * 7919L)}");
        var name = $"{Names[random.Next(Names.Length)]}-{random.Next(8)}";
        var time = string.Create(CultureInfo.InvariantCulture, $"2026-03-{random.Next(1, 28):00}T{random.Next(24):00}:{random.Next(60):00}:{random.Next(60):00}Z");
        return new TrailSession(
            Encoding.UTF8.GetBytes(Caller(random, account, name, time)),
            Encoding.UTF8.GetBytes(account),
            Encoding.UTF8.GetBytes(Regions[random.Next(Regions.Length)]),
            Encoding.UTF8.GetBytes($"{random.Next(11, 200)}.{random.Next(256)}.{random.Next(256)}.{random.Next(1, 255)}"),
            string.Format(CultureInfo.InvariantCulture, Agents[random.Next(Agents.Length)], random.Next(6)));
    }

    private static string Caller(Random random, string account, string name, string time) => random.Next(10) switch
    {
        < 2 => $$"""{"type":"IAMUser","principalId":"AIDA{{Key(random)}}","arn":"arn:aws:iam::{{account}}:user/{{name}}","accountId":"{{account}}","accessKeyId":"AKIA{{Key(random)}}","userName":"{{name}}"}""",
        < 3 => $$"""{"type":"AWSService","invokedBy":"autoscaling.amazonaws.com"}""",
        _ => $$$$"""{"type":"AssumedRole","principalId":"AROA{{{{Key(random)}}}}:{{{{name}}}}-session","arn":"arn:aws:sts::{{{{account}}}}:assumed-role/{{{{name}}}}/{{{{name}}}}-session","accountId":"{{{{account}}}}","accessKeyId":"ASIA{{{{Key(random)}}}}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROA{{{{Key(random)}}}}","arn":"arn:aws:iam::{{{{account}}}}:role/{{{{name}}}}","accountId":"{{{{account}}}}","userName":"{{{{name}}}}"},"attributes":{"creationDate":"{{{{time}}}}","mfaAuthenticated":"false"}}}""",
    };

    private static string Key(Random random) => random.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);
}
