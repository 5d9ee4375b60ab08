namespace Landward.Detection.Dns;

/// <summary>What the answers of all queries for a domain showed.</summary>
[Flags]
internal enum DomainAnswers : byte
{
    None = 0,

    /// <summary>NOERROR for it or a name below it.</summary>
    Exists = 1,

    /// <summary>NXDOMAIN for the domain itself.</summary>
    Missing = 2,

    /// <summary>Somebody wanted to connect to it: mail servers ask for other records of domains that they only heard of.</summary>
    ForAddress = 4,

    /// <summary>SERVFAIL or REFUSED: its name servers are gone, or the resolver had a bad hour.</summary>
    Failed = 8,
}
