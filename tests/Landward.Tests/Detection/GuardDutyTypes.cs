namespace Landward.Tests.Detection;

/// <summary>
/// GuardDuty's finding types over CloudTrail, S3 data events, VPC flow logs and DNS logs, its attack sequences, and its Custom Detection
/// Rules with their names in brackets. Source: "GuardDuty finding types", Amazon GuardDuty User Guide, 2026.
/// </summary>
internal static class GuardDutyTypes
{
    public static readonly string[] All = """
        AttackSequence:EC2/CompromisedInstanceGroup
        AttackSequence:ECS/CompromisedCluster
        AttackSequence:EKS/CompromisedCluster
        AttackSequence:IAM/CompromisedCredentials
        AttackSequence:S3/CompromisedData
        Backdoor:EC2/C&CActivity.B!DNS
        Backdoor:EC2/C&CActivity.B
        Backdoor:EC2/DenialOfService.Dns
        Backdoor:EC2/DenialOfService.Tcp
        Backdoor:EC2/DenialOfService.Udp
        Backdoor:EC2/DenialOfService.UdpOnTcpPorts
        Backdoor:EC2/DenialOfService.UnusualProtocol
        Backdoor:EC2/Spambot
        Behavior:EC2/NetworkPortUnusual
        Behavior:EC2/TrafficVolumeUnusual
        CredentialAccess:IAMUser/AnomalousBehavior
        CryptoCurrency:EC2/BitcoinTool.B!DNS
        CryptoCurrency:EC2/BitcoinTool.B
        DefenseEvasion:EC2/UnusualDNSResolver
        DefenseEvasion:EC2/UnusualDoHActivity
        DefenseEvasion:EC2/UnusualDoTActivity
        DefenseEvasion:IAMUser/AnomalousBehavior
        DefenseEvasion:IAMUser/BedrockLoggingDisabled
        Discovery:IAMUser/AnomalousBehavior
        Discovery:S3/AnomalousBehavior
        Discovery:S3/MaliciousIPCaller.Custom
        Discovery:S3/MaliciousIPCaller
        Discovery:S3/TorIPCaller
        Exfiltration:IAMUser/AnomalousBehavior
        Exfiltration:S3/AnomalousBehavior
        Exfiltration:S3/MaliciousIPCaller
        Impact:EC2/AbusedDomainRequest.Reputation
        Impact:EC2/BitcoinDomainRequest.Reputation
        Impact:EC2/MaliciousDomainRequest.Custom
        Impact:EC2/MaliciousDomainRequest.Reputation
        Impact:EC2/PortSweep
        Impact:EC2/SuspiciousDomainRequest.Reputation
        Impact:EC2/WinRMBruteForce
        Impact:IAMUser/AnomalousBehavior
        Impact:S3/AnomalousBehavior.Delete
        Impact:S3/AnomalousBehavior.Permission
        Impact:S3/AnomalousBehavior.Write
        Impact:S3/MaliciousIPCaller
        InitialAccess:IAMUser/AnomalousBehavior
        PenTest:IAMUser/KaliLinux
        PenTest:IAMUser/ParrotLinux
        PenTest:IAMUser/PentooLinux
        PenTest:S3/KaliLinux
        PenTest:S3/ParrotLinux
        PenTest:S3/PentooLinux
        Persistence:IAMUser/AnomalousBehavior
        Policy:IAMUser/RootCredentialUsage
        Policy:IAMUser/ShortTermRootCredentialUsage
        Policy:S3/AccountBlockPublicAccessDisabled
        Policy:S3/BucketAnonymousAccessGranted
        Policy:S3/BucketBlockPublicAccessDisabled
        Policy:S3/BucketPublicAccessGranted
        PrivilegeEscalation:IAMUser/AnomalousBehavior
        Recon:EC2/PortProbeEMRUnprotectedPort
        Recon:EC2/PortProbeUnprotectedPort
        Recon:EC2/Portscan
        Recon:IAMUser/MaliciousIPCaller.Custom
        Recon:IAMUser/MaliciousIPCaller
        Recon:IAMUser/TorIPCaller
        Stealth:IAMUser/CloudTrailLoggingDisabled
        Stealth:IAMUser/PasswordPolicyChange
        Stealth:S3/ServerAccessLoggingDisabled
        Trojan:EC2/BlackholeTraffic!DNS
        Trojan:EC2/BlackholeTraffic
        Trojan:EC2/DGADomainRequest.B
        Trojan:EC2/DGADomainRequest.C!DNS
        Trojan:EC2/DNSDataExfiltration
        Trojan:EC2/DriveBySourceTraffic!DNS
        Trojan:EC2/DropPoint!DNS
        Trojan:EC2/DropPoint
        Trojan:EC2/PhishingDomainRequest!DNS
        UnauthorizedAccess:EC2/MaliciousIPCaller.Custom
        UnauthorizedAccess:EC2/MetadataDNSRebind
        UnauthorizedAccess:EC2/RDPBruteForce
        UnauthorizedAccess:EC2/SSHBruteForce
        UnauthorizedAccess:EC2/TorClient
        UnauthorizedAccess:EC2/TorRelay
        UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B
        UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS
        UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS
        UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom
        UnauthorizedAccess:IAMUser/MaliciousIPCaller
        UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS
        UnauthorizedAccess:IAMUser/TorIPCaller
        UnauthorizedAccess:S3/MaliciousIPCaller.Custom
        UnauthorizedAccess:S3/TorIPCaller
        CredentialAccess:EC2/UnsecuredCredentials (EC2PasswordDataRetrieved)
        CredentialAccess:RDS/ModifyAuthenticationProcess (RDSMasterPasswordReset)
        DefenseImpairment:EC2/DisableOrModifyTools (EC2TerminationProtectionEnabled)
        DefenseImpairment:EC2/DisableOrModifyTools (VPCFlowLogsDeleted)
        DefenseImpairment:Organizations/ModifyCloudResourceHierarchy (OrganizationLeaveAttempt)
        DefenseImpairment:Organizations/DisableOrModifyTools (OrganizationPolicyDisabled)
        """.Split('\n');
}
