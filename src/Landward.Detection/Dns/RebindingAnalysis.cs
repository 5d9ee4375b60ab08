using Landward.Logs.Dns;

namespace Landward.Detection.Dns;

/// <summary>
/// A public name that resolves to an address at which an instance gets credentials: a page or an application is led to the metadata
/// service by its name. Source: "UnauthorizedAccess:EC2/MetadataDNSRebind", Amazon GuardDuty User Guide; the addresses are those of the
/// instance metadata service, of task roles and of pod identity in the EC2, ECS and EKS guides.
/// </summary>
internal sealed class RebindingAnalysis(NativeDetection native, FindingCollector findings) : DnsAnalysis(native)
{
    public override void Observe(ResolverQuery query, in AskedName asked, DnsSource source, string origin)
    {
        for (var i = 0; i < query.Answers; i++)
        {
            if (!IsCredentialAddress(query.Answer(i)))
                continue;
            if (asked.IsInternal)
                return;
            var text = query.Text(ResolverQueryField.QueryName)!;
            var address = System.Text.Encoding.UTF8.GetString(query.Answer(i));
            Add(
                findings,
                source,
                new DnsSighting(query.Time, text, origin).ToMatch(source, $"The public name `{text}` resolved to {address}.", ("answer", address)),
                text);
            return;
        }
    }

    private static bool IsCredentialAddress(ReadOnlySpan<byte> answer)
    {
        if (answer.Length < 12 || answer[0] is not ((byte)'1' or (byte)'f' or (byte)'F' or (byte)':') || !NetworkAddress.TryParse(answer, out var address))
            return false;
        return address.IsV6
            ? address.Value >> 32 == (UInt128)0xfd00_0ec2 << 64 && (uint)address.Value is 0x254 or 0x23
            : address.V4 is 0xA9FE_A9FE or 0xA9FE_AA02 or 0xA9FE_AA17;
    }
}
