namespace Landward.Policy.Validation;

/// <summary>Policies of one type of resource: do the actions and the resources belong to it?</summary>
internal static class ResourceTypeChecks
{
    public static void Run(ValidationContext context)
    {
        if (!context.IsResource || context.ResourceType is not { } type)
            return;
        var (service, names) = TypesOf(type);
        var types = context.Facts.Services.Where(known => known.Prefix == service).SelectMany(known => known.ResourceTypes)
            .Where(known => names.Contains($"{known.Service.Prefix}/{known.Name}", StringComparer.Ordinal)).ToList();
        foreach (var statement in context.Statements)
        {
            foreach (var action in statement.Actions.Concat(statement.NotActions).Where(action => !Fits(context, action.Text, service, names)))
                context.Report("UNSUPPORTED_ACTION_IN_POLICY", $"`{action.Text}` has nothing to do with a resource of type {type.ApiName()}.", action);
            if (names.Length == 0)
                continue;
            foreach (var resource in statement.Resources.Concat(statement.NotResources).Where(resource => IsArn(resource) && !types.Exists(known => known.MayBeNamedBy(resource.Text))))
                context.Report("UNSUPPORTED_RESOURCE_ARN_IN_POLICY", $"No resource of type {type.ApiName()} has such an ARN.", resource);
        }
    }

    // A malformed ARN is reported for its form.
    private static bool IsArn(PolicyNode resource) => ArnText.Split(resource.Text).Segments.Length == ArnText.SegmentCount;

    private static bool Fits(ValidationContext context, string action, string service, string[] names)
    {
        if (context.Facts.FindAction(action) is { } known)
        {
            // The catalogue lists an access point's actions with the bucket's, so the service decides for wildcard-only ones too.
            return known.Service.Prefix == service
                && (names.Length == 0 || known.ResourceTypes.Any(resource => names.Contains($"{resource.ResourceType.Service.Prefix}/{resource.ResourceType.Name}", StringComparer.Ordinal)));
        }
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        // Unknown actions and patterns over services are the business of other checks.
        return colon < 0 || !ArnText.IsLiteral(action[..colon]) || context.Facts.FindService(action.AsSpan(0, colon)) is not { } named || named.Prefix == service;
    }

    private static (string Service, string[] Types) TypesOf(ValidationResourceType type) => type switch
    {
        ValidationResourceType.S3Bucket => ("s3", ["s3/bucket", "s3/object"]),
        ValidationResourceType.S3AccessPoint => ("s3", ["s3/accesspoint", "s3/accesspointobject"]),
        // The catalogue names the actions of these two by buckets and objects, the ARNs by their own types.
        ValidationResourceType.S3MultiRegionAccessPoint => ("s3", []),
        ValidationResourceType.S3ObjectLambdaAccessPoint => ("s3-object-lambda", []),
        ValidationResourceType.DynamoDBTable => ("dynamodb", ["dynamodb/table", "dynamodb/index", "dynamodb/stream"]),
        _ => ("sts", []),
    };
}
