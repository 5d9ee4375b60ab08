namespace Landward.Detection.Dns;

/// <summary>Where the name of a query divides, worked out once for all analyses.</summary>
/// <param name="Registered">Where the registered domain starts.</param>
/// <param name="IsInternal">It is resolved inside a network, or stands for an address.</param>
internal readonly record struct AskedName(int Registered, bool IsInternal)
{
    public static AskedName Of(ReadOnlySpan<byte> name) => new(DomainName.RegisteredStart(name), DomainName.IsInternal(name));
}
