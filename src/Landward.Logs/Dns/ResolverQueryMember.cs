namespace Landward.Logs.Dns;

/// <summary>A member of a record: a <see cref="ResolverQueryField"/>, or one of these.</summary>
internal enum ResolverQueryMember
{
    Timestamp = 100,
    Answers,
    SourceIds,
    Other,
}

internal static class ResolverQueryMembers
{
    /// <summary>The member of a name without escapes.</summary>
    public static ResolverQueryMember Of(ReadOnlySpan<byte> name) => name.Length switch
    {
        5 when name.SequenceEqual("rcode"u8) => (ResolverQueryMember)ResolverQueryField.Rcode,
        6 when name.SequenceEqual("srcids"u8) => ResolverQueryMember.SourceIds,
        6 when name.SequenceEqual("region"u8) => (ResolverQueryMember)ResolverQueryField.Region,
        6 when name.SequenceEqual("vpc_id"u8) => (ResolverQueryMember)ResolverQueryField.VpcId,
        7 when name.SequenceEqual("answers"u8) => ResolverQueryMember.Answers,
        7 when name.SequenceEqual("srcaddr"u8) => (ResolverQueryMember)ResolverQueryField.SourceAddress,
        10 when name.SequenceEqual("query_name"u8) => (ResolverQueryMember)ResolverQueryField.QueryName,
        10 when name.SequenceEqual("query_type"u8) => (ResolverQueryMember)ResolverQueryField.QueryType,
        10 when name.SequenceEqual("account_id"u8) => (ResolverQueryMember)ResolverQueryField.AccountId,
        15 when name.SequenceEqual("query_timestamp"u8) => ResolverQueryMember.Timestamp,
        20 when name.SequenceEqual("firewall_rule_action"u8) => (ResolverQueryMember)ResolverQueryField.FirewallRuleAction,
        22 when name.SequenceEqual("firewall_rule_group_id"u8) => (ResolverQueryMember)ResolverQueryField.FirewallRuleGroupId,
        23 when name.SequenceEqual("firewall_domain_list_id"u8) => (ResolverQueryMember)ResolverQueryField.FirewallDomainListId,
        _ => ResolverQueryMember.Other,
    };
}
