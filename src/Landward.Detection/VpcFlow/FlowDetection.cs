namespace Landward.Detection.VpcFlow;

/// <summary>One question asked of the traffic when everything is read. Parameters are read by the constructor.</summary>
internal abstract class FlowDetection
{
    /// <summary>Raises the findings.</summary>
    public abstract void Find(FlowFindings findings);
}
