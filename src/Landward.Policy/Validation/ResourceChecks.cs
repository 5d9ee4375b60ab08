using Landward.Policy.Facts;
using Landward.Policy.Matching;

namespace Landward.Policy.Validation;

/// <summary>Values of Resource and NotResource: the form of the ARN, and whether the service has resources of that form.</summary>
internal static class ResourceChecks
{
    private const int AccountDigits = 12;

    // Two patterns take longer than a pattern and a name.
    private const int PatternCost = 5;

    // Resources that AWS owns.
    private const string AwsAccount = "aws";

    private static readonly Lazy<ArnServiceTypes> Types = new(() => new ArnServiceTypes(IamFacts.Current));

    public static void Run(ValidationContext context)
    {
        var types = Types.Value;
        foreach (var statement in context.Statements)
        {
            foreach (var resource in statement.Resources.Concat(statement.NotResources))
                Check(context, types, resource);
        }
    }

    private static void Check(ValidationContext context, ArnServiceTypes types, PolicyNode resource)
    {
        if (resource.Text.Length > 0 && resource.Text.AsSpan().TrimStart('*').IsEmpty)
            return;
        if (!resource.Text.StartsWith("arn:", StringComparison.Ordinal))
        {
            context.Report("INVALID_ARN_PREFIX", $"`{Shorten(resource.Text)}` is no ARN: a resource is `*` or starts with `arn:`.", resource);
            return;
        }
        var arn = ArnText.Split(resource.Text);
        if (arn.Segments.Length < ArnText.SegmentCount)
        {
            context.Report("MISSING_ARN_FIELD", "An ARN has six fields: arn:partition:service:region:account:resource.", resource);
            return;
        }
        if (ArnText.IsLiteral(arn.Partition) && !AwsPartitions.Names.Contains(arn.Partition))
            context.Report("INVALID_PARTITION", $"The partition `{arn.Partition}` does not exist. Use `aws`, `aws-cn` or `aws-us-gov`.", arn.Place(resource, 1));
        if (ArnText.IsLiteral(arn.Region) && arn.Region.Length > 0 && !AwsPartitions.Regions.Contains(arn.Region))
            context.Report("INVALID_ARN_REGION", $"The Region `{arn.Region}` does not exist.{context.DidYouMean(arn.Region, AwsPartitions.Regions)}", arn.Place(resource, 3));
        if (ArnText.IsLiteral(arn.Account) && arn.Account.Length > 0 && arn.Account != AwsAccount && !IsAccountId(arn.Account))
            context.Report("INVALID_ARN_ACCOUNT", $"`{arn.Account}` is no account id; it has 12 digits.", arn.Place(resource, 4));
        CheckService(context, types, resource, arn);
    }

    private static void CheckService(ValidationContext context, ArnServiceTypes types, PolicyNode resource, ArnText arn)
    {
        if (!ArnText.IsLiteral(arn.Service))
        {
            if (arn.Service.AsSpan().ContainsAny('*', '?'))
                context.Report("WILDCARD_IN_SERVICE_NAME", $"The wildcard in `{arn.Service}` reaches every service with such a name, also ones to come. Name the service.", arn.Place(resource, 2));
            return;
        }
        if (types.Of(arn.Service) is not { } known)
        {
            if (types.Of(arn.Service.ToLowerInvariant()) is not null)
                context.Report("INVALID_ARN_SERVICE_CASE", $"Write the service in lower case: `{arn.Service.ToLowerInvariant()}`.", arn.Place(resource, 2));
            else if (context.Facts.FindService(arn.Service) is null)
                context.Report("INVALID_SERVICE", $"There is no service `{arn.Service}`.{context.DidYouMean(arn.Service, types.Names)}", arn.Place(resource, 2));
            return;
        }
        if (!context.TakeComparisons(known.Count * PatternCost))
            return;
        // The types whose resource part the text can name; their Region and account decide what the ARN must have.
        var pattern = Glob.Compile(ArnTemplate.WithoutVariables(arn.Resource));
        var fitting = known.Where(type => type.Template.ResourceIntersects(pattern)).ToList();
        if (fitting.Count == 0)
        {
            context.Report("INVALID_ARN_RESOURCE", $"No resource of `{arn.Service}` has an ARN that ends in `{Shorten(arn.Resource)}`.", arn.Place(resource, 5));
            return;
        }
        CheckRegion(context, resource, arn, fitting);
        CheckAccount(context, resource, arn, fitting);
    }

    private static void CheckRegion(ValidationContext context, PolicyNode resource, ArnText arn, List<IamResourceType> fitting)
    {
        if (arn.Region.Length == 0 && fitting.TrueForAll(type => type.HasRegion))
            context.Report("MISSING_ARN_REGION", $"ARNs of `{arn.Service}` name the Region; write one or `*`.", resource);
        else if (arn.Region.Length > 0 && arn.Region != "*" && !fitting.Exists(type => type.HasRegion))
            context.Report("ARN_REGION_NOT_ALLOWED", $"ARNs of `{arn.Service}` name no Region here; leave the field empty.", arn.Place(resource, 3));
    }

    private static void CheckAccount(ValidationContext context, PolicyNode resource, ArnText arn, List<IamResourceType> fitting)
    {
        // Documents and parameters of Systems Manager that AWS owns have no account: arn:aws:ssm:us-east-1::document/AWS-RunShellScript.
        if (arn.Account.Length == 0 && arn.Service != "ssm" && fitting.TrueForAll(type => type.HasAccount))
            context.Report("MISSING_ARN_ACCOUNT", $"ARNs of `{arn.Service}` name the account; write its 12 digits or `*`.", resource);
        else if (arn.Account.Length > 0 && arn.Account != "*" && !fitting.Exists(type => type.HasAccount))
            context.Report("ARN_ACCOUNT_NOT_ALLOWED", $"ARNs of `{arn.Service}` name no account here; leave the field empty.", arn.Place(resource, 4));
    }

    private static bool IsAccountId(string text) => text.Length == AccountDigits && text.All(char.IsAsciiDigit);

    private static string Shorten(string text) => text.Length <= 80 ? text : $"{text[..80]}...";

    /// <summary>Resource types by the service segment of their ARNs.</summary>
    private sealed class ArnServiceTypes(IamFacts facts)
    {
        private readonly Dictionary<string, List<IamResourceType>> _types = facts.Services.SelectMany(service => service.ResourceTypes)
            .GroupBy(type => type.Template.Service, StringComparer.Ordinal).ToDictionary(types => types.Key, types => types.ToList(), StringComparer.Ordinal);

        public IEnumerable<string> Names => _types.Keys;

        public List<IamResourceType>? Of(string service) => _types.GetValueOrDefault(service);
    }
}
