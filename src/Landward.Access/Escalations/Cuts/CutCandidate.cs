using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>A change that could end paths. Every one only takes permissions away, so it opens no new path.</summary>
internal abstract record CutCandidate
{
    private CutCandidate()
    {
    }

    public abstract EscalationCutKind Kind { get; }

    public abstract string Target { get; }

    public abstract string Change { get; }

    /// <summary>Takes an Allow out of an identity-based policy, wherever it is attached.</summary>
    /// <param name="Policy">The ARN of a managed policy; of an inline policy <c>ARN of the principal#name</c>.</param>
    public sealed record Statement(string Policy, string Name, int Index, string? Sid) : CutCandidate
    {
        public override EscalationCutKind Kind => EscalationCutKind.RemoveStatement;

        public override string Target => Policy;

        public override string Change => $"Remove statement {(Sid is { Length: > 0 } ? Sid : Index + 1)} from the policy {Name} ({Policy}).";
    }

    /// <summary>Takes a policy without Deny off one user or role.</summary>
    public sealed record Attachment(string Principal, string Policy, string Name) : CutCandidate
    {
        public override EscalationCutKind Kind => EscalationCutKind.DetachPolicy;

        public override string Target => Principal;

        public override string Change => $"Take the policy {Name} off {Principal}.";
    }

    /// <summary>Takes an Allow out of a role's trust policy.</summary>
    public sealed record Trust(string Role, int Index) : CutCandidate
    {
        public override EscalationCutKind Kind => EscalationCutKind.TightenTrust;

        public override string Target => Role;

        public override string Change => $"Remove statement {Index + 1} from the trust policy of {Role}, or narrow whom it names.";
    }

    /// <summary>Attaches a service control policy to the root.</summary>
    /// <param name="Resource">An ARN, or <c>*</c>.</param>
    /// <param name="Except">ARN patterns of principals that keep the action.</param>
    public sealed record Guardrail(string Action, string Resource, string Except) : CutCandidate
    {
        public override EscalationCutKind Kind => EscalationCutKind.AddServiceControlPolicy;

        public override string Target => "root";

        public override string Change =>
            $"Attach a service control policy to the root that denies {Action} on {(Resource == "*" ? "everything" : Resource)}{(Except.Length == 0 ? string.Empty : " to all but the administrators")}.";

        public string Document => CutDocuments.Deny(Action, Resource, Except.Length == 0 ? [] : [.. Except.Split(' ')]);
    }

    public static string KeyOf(AccessPrincipal holder, AttachedPolicy policy) => policy.Id ?? $"{holder.Arn}#{policy.Name}";
}
