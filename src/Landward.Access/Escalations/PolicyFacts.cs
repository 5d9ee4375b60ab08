using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>What the search needs to know of a document before it asks the evaluator.</summary>
/// <param name="Id">The same for documents with the same text.</param>
/// <param name="Mask">The actions of techniques that an Allow speaks of.</param>
/// <param name="TellsPrincipalsApart">Its outcome can differ between principals that have the same policies.</param>
internal sealed record DocumentFacts(int Id, ActionMask Mask, bool TellsPrincipalsApart);

/// <summary>Reads each document once.</summary>
internal sealed class PolicyFacts
{
    private readonly Dictionary<PolicyDocument, DocumentFacts> _byDocument = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, DocumentFacts> _byText = new(StringComparer.Ordinal);

    public DocumentFacts Of(PolicyDocument document)
    {
        if (_byDocument.TryGetValue(document, out var known))
            return known;
        if (!_byText.TryGetValue(document.Text, out var facts))
            _byText[document.Text] = facts = new DocumentFacts(_byText.Count, MaskOf(document), document.Statements.Any(statement => statement.KeysOf().Any(TellsApart)));
        return _byDocument[document] = facts;
    }

    public ActionMask MaskOf(ImmutableArray<AttachedPolicy> policies)
    {
        var mask = default(ActionMask);
        foreach (var policy in policies)
            mask |= Of(policy.Document).Mask;
        return mask;
    }

    public bool TellPrincipalsApart(IEnumerable<AttachedPolicy> policies) => policies.Any(policy => Of(policy.Document).TellsPrincipalsApart);

    // Account, organization and kind are the same for all that are compared.
    public static bool TellsApart(string key)
    {
        var name = key.AsSpan();
        return name.Equals("aws:PrincipalArn", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("aws:PrincipalTag/", StringComparison.OrdinalIgnoreCase)
            || name.Equals("aws:username", StringComparison.OrdinalIgnoreCase)
            || name.Equals("aws:userid", StringComparison.OrdinalIgnoreCase);
    }

    private static ActionMask MaskOf(PolicyDocument document)
    {
        var mask = default(ActionMask);
        foreach (var statement in document.Statements)
        {
            if (statement.Effect == Effect.Allow)
                mask |= MaskOf(statement);
        }
        return mask;
    }

    private static ActionMask MaskOf(PolicyStatement statement)
    {
        var mask = default(ActionMask);
        if (!statement.Actions.IsDefault && statement.Actions.All(action => action.AsSpan().IndexOfAny('*', '?') < 0))
        {
            foreach (var action in statement.Actions)
            {
                if (EscalationTechniques.Bits.TryGetValue(action, out var bit))
                    mask |= ActionMask.Bit(bit);
            }
            return mask;
        }
        for (var bit = 0; bit < EscalationTechniques.Actions.Length; bit++)
        {
            if (statement.NamesAction(EscalationTechniques.Actions[bit]))
                mask |= ActionMask.Bit(bit);
        }
        return mask;
    }
}
