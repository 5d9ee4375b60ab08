using System.Collections.Frozen;

namespace Landward.Access;

/// <summary>
/// Requests that carry neither aws:ResourceAccount nor aws:ResourceOrgID and aws:ResourceOrgPaths.
/// Source: "AWS global condition context keys", aws:ResourceAccount: "The following actions don't support this key".
/// </summary>
internal static class ResourceAccountKeys
{
    private static readonly FrozenSet<string> Without = FrozenSet.ToFrozenSet(
        [
            "auditmanager:UpdateAssessmentFrameworkShare", "detective:AcceptInvitation", "ds:AcceptSharedDirectory",
            "ec2:AcceptTransitGatewayPeeringAttachment", "ec2:AcceptVpcEndpointConnections", "ec2:AcceptVpcPeeringConnection",
            "ec2:CopyImage", "ec2:CopySnapshot", "ec2:CreateTransitGatewayPeeringAttachment", "ec2:CreateVolume",
            "ec2:CreateVpcEndpoint", "ec2:CreateVpcPeeringConnection", "ec2:DeleteTransitGatewayPeeringAttachment",
            "ec2:DeleteVpcPeeringConnection", "ec2:RejectTransitGatewayPeeringAttachment", "ec2:RejectVpcEndpointConnections",
            "ec2:RejectVpcPeeringConnection", "es:AcceptInboundConnection", "guardduty:AcceptAdministratorInvitation",
            "macie2:AcceptInvitation", "route53:AssociateVpcWithHostedZone", "route53:CreateVPCAssociationAuthorization",
            "route53:DeleteVPCAssociationAuthorization", "route53:DisassociateVPCFromHostedZone", "route53:ListHostedZonesByVPC",
            "securityhub:AcceptAdministratorInvitation", "workspaces:DescribeWorkspaceImages",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static bool AreAbsent(string action) =>
        Without.Contains(action)
        || action.StartsWith("ebs:", StringComparison.OrdinalIgnoreCase)
        || action.StartsWith("events:", StringComparison.OrdinalIgnoreCase);
}
