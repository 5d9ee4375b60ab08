namespace Landward.Logs.Dns;

/// <summary>The fields of a resolver query log that detectors look at, named after AWS's.</summary>
public enum ResolverQueryField
{
    AccountId,
    Region,
    VpcId,
    QueryName,
    QueryType,
    Rcode,
    SourceAddress,

    /// <summary><c>srcids.instance</c>: the instance the query came from.</summary>
    Instance,

    /// <summary><c>srcids.resolver_endpoint</c>: the endpoint that forwarded the query of a network outside AWS.</summary>
    ResolverEndpoint,

    /// <summary>What DNS Firewall did: ALERT or BLOCK.</summary>
    FirewallRuleAction,
    FirewallRuleGroupId,
    FirewallDomainListId,
}
