namespace Landward.Rules.Export;

/// <summary>Why a rule has no equivalent in another language.</summary>
/// <param name="Construct">The part of the rule, as written: <c>userAgent|contains</c>.</param>
/// <param name="Reason">A sentence: what it means, and why the other language cannot say it.</param>
public sealed record ExportRefusal(string Construct, string Reason)
{
    public override string ToString() => $"`{Construct}`: {Reason}";
}

/// <summary>Unwinds an export; becomes an <see cref="ExportRefusal"/> at the seam.</summary>
internal sealed class ExportException(ExportRefusal refusal) : Exception(refusal.Reason)
{
    public ExportException(string construct, string reason)
        : this(new ExportRefusal(construct, reason))
    {
    }

    public ExportRefusal Refusal => refusal;
}
