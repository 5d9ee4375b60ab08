using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>
/// Decides whether a technique works for one node against another. Deterministic and without memory, so that the search, the
/// report and a naive search over all pairs ask the same question.
/// </summary>
internal sealed class TechniqueJudge(EscalationWorld world)
{
    /// <summary>The best use of the technique; null when it does not work.</summary>
    /// <param name="who">An actor.</param>
    /// <param name="victim">
    /// For credentials the plain user or role; for other gains the node in the form that it takes on, whose origin is edited.
    /// </param>
    /// <param name="joined">The group that the victim joins; null for that of its node.</param>
    public TechniqueUse? Try(EscalationTechnique technique, EscalationNode who, EscalationNode victim, AccessGroup? joined = null)
    {
        if (who.Actor is not { } actor || victim.Origin is not { } origin || origin.Principal.IsServiceLinkedRole || (technique.Victim is { } kind && origin.Principal.Kind != kind))
            return null;
        if (technique.Gain == EscalationGain.Credentials && who.Origin?.Arn == origin.Arn)
            return null;
        if (OrganizationTechniques.IdentityCenter.Contains(technique))
            return IdentityCenterJudge.Try(world, technique, who, origin);
        if (technique.Gain == EscalationGain.GuardrailRemoval)
            return Guardrail(technique, who, origin);
        if (technique.Gain == EscalationGain.NewPrincipal)
            return actor.Account == origin.Account ? Create(technique, who) : null;
        if (technique.Id == CredentialTechniques.AssumeRoleId)
            return Weigh(technique, who, [new EscalationCall("sts:AssumeRole", origin.Arn, origin.Account, Direct)]);
        if (actor.Account != origin.Account)
            return null;
        return technique switch
        {
            { PassedTo: { } service } => PassRole(technique, who, origin, service),
            { ComputeType: { } type } => OnCompute(technique, who, origin, type),
            { Gain: EscalationGain.Credentials } => Credentials(technique, who, origin),
            _ => Edit(technique, who, origin, joined ?? victim.Group),
        };
    }

    private static readonly RequestContext Direct = CallFacts.Direct().Build();

    private TechniqueUse? Credentials(EscalationTechnique technique, EscalationNode who, AccessPrincipal victim)
    {
        switch (technique.Id)
        {
            case CredentialTechniques.UpdateTrustId:
                return Weigh(technique, who, [Call("iam:UpdateAssumeRolePolicy", who, victim), new EscalationCall("sts:AssumeRole", victim.Arn, victim.Account, Direct, TrustIn(who))]);
            case CredentialTechniques.CreateAccessKeyId when victim.AccessKeys.Length >= MaxAccessKeys:
            case CredentialTechniques.RotateAccessKeyId when victim.AccessKeys.Length < MaxAccessKeys:
            case CredentialTechniques.CreateLoginProfileId when victim.Password is not null:
            case CredentialTechniques.UpdateLoginProfileWithoutMfaId when victim.Password is not { HasMfa: true }:
                return null;
            case CredentialTechniques.UpdateLoginProfileId:
                var open = victim.Password switch { null => "the user has a console password", { HasMfa: true } => "the user's MFA device is at hand", _ => null };
                return Weigh(technique, who, Calls(technique, who, victim), open);
            case CredentialTechniques.UpdateSamlProviderId:
                return SamlProvider(technique, who, victim);
            default:
                return Weigh(technique, who, Calls(technique, who, victim));
        }
    }

    // "You can have a maximum of two access keys per user" (IAM quotas).
    private const int MaxAccessKeys = 2;

    private TechniqueUse? Create(EscalationTechnique technique, EscalationNode who)
    {
        TechniqueUse? best = null;
        foreach (var arn in world.Resources.For(who, technique.Actions.Select(action => action.Action), technique.Actions[0].Template))
        {
            var calls = technique.Actions.Select(action => action.Action == "sts:AssumeRole"
                ? new EscalationCall(action.Action, arn, who.Account, Direct, TrustIn(who))
                : new EscalationCall(action.Action, arn, who.Account, CallFacts.Edit(action.Action, NewPrincipal(arn), CallFacts.PartitionOf(who))));
            if (Weigh(technique, who, [.. calls], null, arn) is { } use && (best is null || use.Verdict > best.Verdict))
                best = use;
            if (best?.Verdict == StepVerdict.Yes)
                break;
        }
        return best;
    }

    private static AccessPrincipal NewPrincipal(string arn) => new() { Principal = Principal.FromArn(arn)! };

    private TechniqueUse? SamlProvider(EscalationTechnique technique, EscalationNode who, AccessPrincipal victim)
    {
        foreach (var provider in TrustPrincipals.Of(victim).Where(principal => principal.Type == "Federated" && principal.Value.Contains($":{victim.Account}:saml-provider/", StringComparison.Ordinal)))
        {
            var caller = Principal.Federated(provider.Value);
            var sign = new EscalationCall("sts:AssumeRoleWithSAML", victim.Arn, victim.Account, new RequestContext.Builder().Add("SAML:aud", "https://signin.aws.amazon.com/saml").Build());
            var admitted = world.Judge.DecideFor(caller, sign);
            if (admitted == StepVerdict.No || Weigh(technique, who, [new EscalationCall("iam:UpdateSAMLProvider", provider.Value, victim.Account, Direct)], null, provider.Value, admitted) is not { } use)
                continue;
            return use with { Admission = (caller, sign) };
        }
        return null;
    }

    private TechniqueUse? PassRole(EscalationTechnique technique, EscalationNode who, AccessPrincipal role, string service)
    {
        var ec2 = service == "ec2.amazonaws.com";
        if (ec2 && role.InstanceProfiles.IsEmpty != technique.Id.EndsWith(PassRoleTechniques.InstanceProfileSuffix, StringComparison.Ordinal))
            return null;
        var caller = Principal.Service(service);
        var admission = new EscalationCall("sts:AssumeRole", role.Arn, role.Account, CallFacts.ServiceFor(role.Account, null));
        var admitted = world.ServiceAdmission(role, service, admission);
        if (admitted == StepVerdict.No)
            return null;
        TechniqueUse? best = null;
        foreach (var associated in AssociatedResources(technique, who))
        {
            var pass = new EscalationCall("iam:PassRole", role.Arn, role.Account, CallFacts.PassRole(service, associated));
            var passed = world.Judge.Decide(who, pass);
            if (passed == StepVerdict.No)
                continue;
            if (Chosen(technique, who, associated, pass, StepVerdicts.Min(passed, admitted)) is { } use && (best is null || use.Verdict > best.Verdict))
                best = use with { Admission = (caller, admission) };
            if (best?.Verdict == StepVerdict.Yes)
                break;
        }
        return best;
    }

    /// <summary>The resources that the role could be associated with; iam:AssociatedResourceArn tells them apart only where some policy asks.</summary>
    private IEnumerable<string?> AssociatedResources(EscalationTechnique technique, EscalationNode who)
    {
        if (technique.Actions.FirstOrDefault(action => action.On == ActionObject.Chosen) is not { } created)
            return new string?[] { null };
        return world.Resources.For(who, technique.Actions.Where(action => action.Template == created.Template).Select(action => action.Action), created.Template);
    }

    private TechniqueUse? Chosen(EscalationTechnique technique, EscalationNode who, string? associated, EscalationCall pass, StepVerdict verdict)
    {
        var calls = new List<EscalationCall> { pass };
        var main = technique.Actions.FirstOrDefault(action => action.On == ActionObject.Chosen)?.Template;
        foreach (var group in technique.Actions.Where(action => action.On is ActionObject.Chosen or ActionObject.Fixed).GroupBy(action => action.Template))
        {
            var best = StepVerdict.No;
            List<EscalationCall>? chosen = null;
            var candidates = group.Key == main ? [associated!] : Candidates(who, group);
            foreach (var arn in candidates)
            {
                var tried = group.Select(action => new EscalationCall(action.Action, arn, who.Account, Direct)).ToList();
                var all = All(who, tried, best);
                if (all <= best)
                    continue;
                (best, chosen) = (all, tried);
                if (best == StepVerdict.Yes)
                    break;
            }
            if (chosen is null)
                return null;
            calls.AddRange(chosen);
            verdict = StepVerdicts.Min(verdict, best);
        }
        return Use(technique, verdict, [.. calls], technique.Circumstance, associated);
    }

    private IEnumerable<string> Candidates(EscalationNode who, IGrouping<string, RequiredAction> group) =>
        group.First().On == ActionObject.Fixed
            ? [world.Resources.Fill(group.Key, CallFacts.PartitionOf(who), world.Regions[0], who.Account)]
            : world.Resources.For(who, group.Select(action => action.Action), group.Key);

    private TechniqueUse? OnCompute(EscalationTechnique technique, EscalationNode who, AccessPrincipal role, string type)
    {
        TechniqueUse? best = null;
        foreach (var compute in world.ComputeOf(role.Arn))
        {
            if (compute.Type != type || compute.Account != who.Account)
                continue;
            var circumstance = technique.Circumstance;
            if (circumstance is null && ComputeTechniques.NeedAgent.Any(id => technique.Id == "compute-" + id) && !world.IsManagedBySystemsManager(role))
                circumstance = "the instance is managed by Systems Manager";
            var calls = technique.Actions.Select(action => new EscalationCall(action.Action, ResourceOf(action, who, compute), compute.Account, Direct)).ToImmutableArray();
            if (Weigh(technique, who, calls, circumstance, compute.Arn) is { } use && (best is null || use.Verdict > best.Verdict))
                best = use;
        }
        return best;
    }

    private string ResourceOf(RequiredAction action, EscalationNode who, AccessResource compute)
    {
        if (action.On == ActionObject.Compute)
            return compute.Arn;
        var region = compute.Region.Length > 0 ? compute.Region : world.Regions[0];
        return world.Resources.Fill(action.Template, CallFacts.PartitionOf(who), region, who.Account).Replace("{name}", "any", StringComparison.Ordinal);
    }

    private TechniqueUse? Edit(EscalationTechnique technique, EscalationNode who, AccessPrincipal victim, AccessGroup? joined)
    {
        TechniqueUse? best = null;
        foreach (var arn in Edited(technique.Actions[0].On, victim, joined))
        {
            var calls = technique.Actions.Select(action => new EscalationCall(action.Action, arn, victim.Account, CallFacts.Edit(action.Action, victim, CallFacts.PartitionOf(who)))).ToImmutableArray();
            if (Weigh(technique, who, calls, technique.Circumstance, arn == victim.Arn ? null : arn) is { } use && (best is null || use.Verdict > best.Verdict))
                best = use;
        }
        return best;
    }

    private IEnumerable<string> Edited(ActionObject on, AccessPrincipal victim, AccessGroup? joined) => on switch
    {
        ActionObject.Victim => [victim.Arn],
        ActionObject.VictimPolicy => CustomerManaged(victim.Identity, victim.Account),
        ActionObject.VictimBoundary => CustomerManaged(victim.PermissionsBoundary, victim.Account),
        ActionObject.VictimGroup => victim.Groups.Select(name => world.GroupArn(victim, name)),
        ActionObject.JoinedGroup => joined is null ? [] : [joined.Arn],
        _ => [],
    };

    // Policies of AWS (account "aws") cannot be changed; inline policies have no ARN.
    private static IEnumerable<string> CustomerManaged(ImmutableArray<AttachedPolicy> policies, string account) =>
        policies.Where(policy => Arn.TryParse(policy.Id, out var arn) && arn.Account == account).Select(policy => policy.Id!);

    private TechniqueUse? Guardrail(EscalationTechnique technique, EscalationNode who, AccessPrincipal victim)
    {
        if (world.ManagementAccount is not { } management || victim.Account == management || who.Forms != NodeForms.None)
            return null;
        if (technique.Id == OrganizationTechniques.LeaveOrganizationId)
            return who.Account == victim.Account ? Weigh(technique, who, [new EscalationCall("organizations:LeaveOrganization", "*", who.Account, Direct)], technique.Circumstance) : null;
        return who.Account == management ? Best(technique, who) : null;
    }

    private TechniqueUse? Best(EscalationTechnique technique, EscalationNode who)
    {
        var action = technique.Actions[0];
        return world.Resources.For(who, [action.Action], action.Template)
            .Select(arn => Weigh(technique, who, [new EscalationCall(action.Action, arn, who.Account, Direct)]))
            .OfType<TechniqueUse>().MaxBy(use => use.Verdict);
    }

    private static ImmutableArray<EscalationCall> Calls(EscalationTechnique technique, EscalationNode who, AccessPrincipal victim) => [.. technique.Actions.Select(action => Call(action.Action, who, victim))];

    private static EscalationCall Call(string action, EscalationNode who, AccessPrincipal victim) =>
        new(action, victim.Arn, victim.Account, CallFacts.Edit(action, victim, CallFacts.PartitionOf(who)));

    // The trust policy that the attacker writes names the attacker, which is enough within an account.
    private static AttachedPolicy TrustIn(EscalationNode who) => new(TrustDocument(who.Actor!.Arn), "trust policy written by the caller", PolicyKind.Trust);

    // The ARN comes from a snapshot and may hold anything.
    private static PolicyDocument TrustDocument(string arn)
    {
        var statement = new JsonObject { ["Effect"] = "Allow", ["Action"] = "sts:AssumeRole", ["Principal"] = new JsonObject { ["AWS"] = arn } };
        return PolicyDocument.Parse(new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = statement }.ToJsonString()).Document ?? CutDocuments.TrustsNobody;
    }

    private TechniqueUse? Weigh(
        EscalationTechnique technique, EscalationNode who, ImmutableArray<EscalationCall> calls, string? circumstance = null, string? through = null, StepVerdict verdict = StepVerdict.Yes)
    {
        verdict = StepVerdicts.Min(verdict, All(who, calls, StepVerdict.No));
        return verdict == StepVerdict.No ? null : Use(technique, verdict, calls, circumstance ?? technique.Circumstance, through);
    }

    private static TechniqueUse Use(EscalationTechnique technique, StepVerdict verdict, ImmutableArray<EscalationCall> calls, string? circumstance, string? through) =>
        new(technique, circumstance is null ? verdict : StepVerdicts.Min(verdict, StepVerdict.Conditional), calls, circumstance, through);

    /// <summary>What all calls together come to; stops as soon as it is no better than what is known already.</summary>
    private StepVerdict All(EscalationNode who, IEnumerable<EscalationCall> calls, StepVerdict atLeast)
    {
        var all = StepVerdict.Yes;
        foreach (var call in calls)
        {
            all = StepVerdicts.Min(all, world.Judge.Decide(who, call));
            if (all <= atLeast)
                return all;
        }
        return all;
    }
}
