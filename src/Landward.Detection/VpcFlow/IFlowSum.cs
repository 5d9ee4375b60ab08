namespace Landward.Detection.VpcFlow;

/// <summary>A sum that does not depend on the order of what is added.</summary>
internal interface IFlowSum<T>
{
    void Merge(ref T other, in FlowMerge merge);

    /// <summary>Gives back what the sum takes besides its cell.</summary>
    void Drop(FlowMemory memory);
}
