using System.Collections.Concurrent;
using System.Collections.Frozen;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access;

/// <summary>
/// The condition keys of a request that follow from caller and resource. Every other key that a policy mentions is unknown.
/// Source: "AWS global condition context keys", IAM User Guide.
/// </summary>
internal sealed class RequestFacts(Organization? organization, OrganizationLevels? levels, MentionedKeys mentioned)
{
    private static readonly ContextValue Unknown = ContextValue.Unknown(ContextKnowledge.Unknown);
    private static readonly ContextValue Present = ContextValue.Unknown(ContextKnowledge.PresentValueUnknown);
    private static readonly ContextValue True = ContextValue.Single("true");

    private readonly ConcurrentDictionary<string, string?> _paths = new(StringComparer.Ordinal);
    private readonly FrozenSet<string> _keys = mentioned.Names.Where(key => !IsPrincipalKey(key)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public RequestContext ContextOf(in RequestParties parties, RequestContext? given)
    {
        var builder = new RequestContext.Builder().AddPrincipal(parties.Caller);
        // A role asked about without a session: AROA...:name, and the name is the caller's to choose.
        if (parties.Caller.Kind == PrincipalKind.Role)
            builder.Add("aws:userid", Present);
        foreach (var key in _keys)
        {
            if (ValueOf(key, parties) is { } value)
                builder.Add(key, value);
        }
        foreach (var key in given?.Keys ?? [])
            builder.Add(key, given!.Find(key)!);
        return builder.Build();
    }

    /// <summary>Only the keys that differ between callers, for telling callers apart.</summary>
    public RequestContext CallerContextOf(in RequestParties parties, RequestContext? given, IEnumerable<string> callerKeys)
    {
        var builder = new RequestContext.Builder().AddPrincipal(parties.Caller);
        if (parties.Caller.Kind == PrincipalKind.Role)
            builder.Add("aws:userid", Present);
        foreach (var key in callerKeys)
        {
            if (!IsPrincipalKey(key) && ValueOf(key, parties) is { } value)
                builder.Add(key, value);
        }
        foreach (var key in given?.Keys ?? [])
            builder.Add(key, given!.Find(key)!);
        return builder.Build();
    }

    /// <summary>What <see cref="RequestContext.Builder.AddPrincipal"/> adds, or leaves out because it is absent.</summary>
    private static bool IsPrincipalKey(string key) => key.ToLowerInvariant() is
        "aws:principalarn" or "aws:principalaccount" or "aws:principaltype" or "aws:userid" or "aws:username" or "aws:principalisawsservice"
        or "aws:principalservicename" or "aws:principalservicenameslist";

    /// <summary>Null when the key is known to be absent.</summary>
    private ContextValue? ValueOf(string key, in RequestParties parties)
    {
        var name = key.ToLowerInvariant();
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        // A tag key keeps its case in the name: aws:PrincipalTag/Team.
        return (slash > 0 ? name[..slash] : name) switch
        {
            "aws:principaltag" when slash > 0 => PrincipalTag(key[(slash + 1)..], parties),
            "aws:principalorgid" => OfPrincipalAccount(parties, organization?.Id),
            "aws:principalorgpaths" => OfPrincipalAccount(parties, PathOf(parties.Caller.Account), multivalued: true),
            "aws:securetransport" => True,
            "aws:requestedregion" => Region(parties),
            "aws:resourceaccount" or "s3:resourceaccount" => ResourceAccountKeys.AreAbsent(parties.Action) ? null : OfResource(parties, parties.Target.Account),
            "aws:resourceorgid" => ResourceAccountKeys.AreAbsent(parties.Action) ? null : OfResourceAccount(parties, organization?.Id),
            "aws:resourceorgpaths" => ResourceAccountKeys.AreAbsent(parties.Action) ? null : OfResourceAccount(parties, PathOf(parties.Target.Account), multivalued: true),
            "kms:calleraccount" => parties.Caller.Account.Length > 0 ? ContextValue.Single(parties.Caller.Account) : null,
            // Only a service that acts for a resource of somebody sends these.
            "aws:sourceaccount" or "aws:sourcearn" or "aws:sourceorgid" or "aws:sourceorgpaths" => parties.Caller.Kind == PrincipalKind.Service ? Unknown : null,
            "aws:currenttime" or "aws:epochtime" or "aws:useragent" or "aws:viaawsservice" => Present,
            var tag when slash > 0 && tag.AsSpan(colon + 1).SequenceEqual("resourcetag") => ResourceTag(key[(slash + 1)..], parties.Target),
            _ => Unknown,
        };
    }

    private static ContextValue? PrincipalTag(string tag, in RequestParties parties)
    {
        if (parties.Caller.Kind is PrincipalKind.Anonymous or PrincipalKind.Service)
            return null;
        if (parties.Known is not { } known || (known.Principal.Kind == PrincipalKind.Role && SessionTags.CanBePassed(known)))
            return parties.Caller.Kind == PrincipalKind.Root ? null : Unknown;
        return Tag(known.Tags, tag) is { } value ? ContextValue.Single(value) : null;
    }

    // Whether a resource without tags has none or nobody read them does not show; a role's and a user's are always read.
    private static ContextValue? ResourceTag(string tag, AccessTarget target) => target.Resource switch
    {
        { Tags: var tags } when Tag(tags, tag) is { } value => ContextValue.Single(value),
        { Type: "AWS::IAM::Role" } => null,
        { Tags.Count: > 0 } => null,
        _ => Unknown,
    };

    // "Tag keys in condition keys are not case-sensitive" (Tagging IAM resources, IAM User Guide).
    private static string? Tag(FrozenDictionary<string, string> tags, string key)
    {
        if (tags.TryGetValue(key, out var exact))
            return exact;
        foreach (var tag in tags)
        {
            if (string.Equals(tag.Key, key, StringComparison.OrdinalIgnoreCase))
                return tag.Value;
        }
        return null;
    }

    private ContextValue? OfPrincipalAccount(in RequestParties parties, string? value, bool multivalued = false)
    {
        if (parties.Caller.Account.Length == 0)
            return null;
        return PathOf(parties.Caller.Account) is null ? Stranger(multivalued) : One(value!, multivalued);
    }

    private ContextValue OfResourceAccount(in RequestParties parties, string? value, bool multivalued = false)
    {
        if (parties.Target.Account is null)
            return Unknown;
        return PathOf(parties.Target.Account) is null ? Stranger(multivalued) : One(value!, multivalued);
    }

    // An account outside the organization has another one or none. Where no condition tells these apart, any id but ours stands for both.
    private ContextValue Stranger(bool multivalued) =>
        mentioned.TellsStrangersApart ? Unknown : One(multivalued ? "o-outside/r-outside/" : "o-outside", multivalued);

    private static ContextValue OfResource(in RequestParties parties, string? account) =>
        account is not null ? ContextValue.Single(account) : parties.Target.Arn == "*" && parties.Caller.Account.Length > 0 ? ContextValue.Single(parties.Caller.Account) : Present;

    private static ContextValue One(string value, bool multivalued) => multivalued ? ContextValue.Multiple([value]) : ContextValue.Single(value);

    private static ContextValue Region(in RequestParties parties) =>
        RequestedRegions.Of(parties.Action, parties.Target) is { } region ? ContextValue.Single(region) : Present;

    private string? PathOf(string? account) =>
        levels is null || account is null ? null : _paths.GetOrAdd(account, static (id, all) => all.PathOf(id), levels);
}
