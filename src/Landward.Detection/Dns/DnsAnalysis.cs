using Landward.Logs.Dns;

namespace Landward.Detection.Dns;

/// <summary>
/// One detector over resolver queries, of one document of the catalogue. What it gathers is commutative: queries may come in any order,
/// and be gathered by several workers.
/// </summary>
internal abstract class DnsAnalysis(NativeDetection native)
{
    public NativeDetection Native => native;

    /// <param name="origin">The log the query was read from.</param>
    public abstract void Observe(ResolverQuery query, in AskedName asked, DnsSource source, string origin);

    /// <summary>Takes over what another worker's analysis of the same document gathered.</summary>
    /// <param name="sources">This worker's sources, by the other's numbers.</param>
    public virtual void Merge(DnsAnalysis other, ReadOnlySpan<DnsSource> sources)
    {
    }

    /// <summary>Adds what is known only when everything is read.</summary>
    public virtual void Finish(FindingCollector findings, DetectionTally tally)
    {
    }

    /// <param name="part">What tells this finding from others of the document.</param>
    protected void Add(FindingCollector findings, DnsSource source, EventMatch match, string? part = null) =>
        findings.Add(native.Native.Header, native.Extension, string.Join('\n', native.Id, source.Account, source.Key, part), match);
}
