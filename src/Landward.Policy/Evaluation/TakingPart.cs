namespace Landward.Policy.Evaluation;

/// <summary>Which groups of policies have a say in a request, whoever their statements name.</summary>
internal readonly struct TakingPart
{
    public TakingPart(AuthorizationRequest request, PolicySet policies)
    {
        var principal = request.Principal;
        Identity = principal.HasIdentityPolicies;
        Boundary = Identity && !policies.PermissionsBoundary.IsEmpty;
        // A federated user session without session policy has no permissions of its own; other sessions have their role's.
        Session = Identity && (!policies.Session.IsEmpty || principal.Kind == PrincipalKind.FederatedUser);
        ServiceControl = Identity && !request.PrincipalInManagementAccount && !principal.IsServiceLinkedRole;
        ResourceControl = !policies.ResourceControlPolicies.IsEmpty && !request.ResourceExemptFromResourceControlPolicies && !principal.IsServiceLinkedRole
            && ServiceRules.IsUnderResourceControl(request.LowerCaseAction);
        RootPower = principal.Kind == PrincipalKind.Root;
    }

    public bool Identity { get; }

    public bool Boundary { get; }

    public bool Session { get; }

    public bool ServiceControl { get; }

    public bool ResourceControl { get; }

    /// <summary>The root user needs no identity-based Allow.</summary>
    public bool RootPower { get; }

    /// <summary>An identity-based Allow is not enough: the resource's policy must let the caller, its account or everyone in.</summary>
    public static bool NeedsResource(AuthorizationRequest request) => !request.SameAccount || request.Has(ServiceRule.Trust | ServiceRule.KmsKey);
}
