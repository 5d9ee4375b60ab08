namespace Landward.Access.Escalations;

/// <summary>The best way for one node to the credentials of another.</summary>
internal static class ControlFinder
{
    public static (short Technique, bool Conditional)? Best(EscalationWorld world, EscalationNode who, EscalationNode victim)
    {
        (short Technique, bool Conditional)? best = null;
        if (victim.Origin!.Trust is not null)
            Consider(TechniqueOrder.AssumeRole);
        var mask = who.Mask | TechniqueOrder.ResourceMask(world, victim.Origin!);
        foreach (var index in TechniqueOrder.Credentials(victim.Origin!.Principal.Kind))
        {
            if (best is { Conditional: false })
                break;
            if (mask.ContainsAll(TechniqueOrder.NeededMask(index)))
                Consider((short)index);
        }
        return best;

        void Consider(short index)
        {
            if (best is { Conditional: false } || world.Techniques.Try(EscalationTechniques.All[index], who, victim) is not { } use)
                return;
            if (best is null || use.Verdict == StepVerdict.Yes)
                best = (index, use.Verdict == StepVerdict.Conditional);
        }
    }
}
