using System.Collections.Immutable;
using Landward.Policy.Facts;

namespace Landward.Policy;

/// <summary>A resource type of a service, as the Service Authorization Reference defines it.</summary>
public sealed class IamResourceType
{
    private readonly ArnTemplate _template;

    internal IamResourceType(IamService service, string name, string arnTemplate, ImmutableArray<IamConditionKey> conditionKeys)
    {
        Service = service;
        Name = name;
        ConditionKeys = conditionKeys;
        _template = new ArnTemplate(arnTemplate);
    }

    /// <summary>The service that lists the type. Its prefix may differ from the one in the ARN.</summary>
    public IamService Service { get; }

    /// <summary><c>bucket</c>.</summary>
    public string Name { get; }

    /// <summary><c>arn:${Partition}:s3:::${BucketName}</c>.</summary>
    public string ArnTemplate => _template.Text;

    public ImmutableArray<IamConditionKey> ConditionKeys { get; }

    /// <summary>The ARN names a resource whose account stands in the ARN (an S3 bucket's does not).</summary>
    public bool HasAccount => _template.HasAccount;

    public bool HasRegion => _template.HasRegion;

    /// <summary>
    /// True when the ARN could be of this type. Placeholders take any text, so an ARN may fit several types;
    /// <see cref="IamFacts.MatchArn"/> tells them apart.
    /// </summary>
    public bool Matches(string arn) => _template.Fits(arn, acrossSlashes: true);

    /// <summary>True when a value of a Resource element, with its wildcards and variables, could name a resource of this type.</summary>
    public bool MayBeNamedBy(string resourcePattern) => _template.Intersects(resourcePattern);

    public override string ToString() => $"{Service.Prefix}/{Name}";

    internal ArnTemplate Template => _template;
}
