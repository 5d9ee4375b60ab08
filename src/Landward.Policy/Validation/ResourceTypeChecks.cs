namespace Landward.Policy.Validation;

/// <summary>Policies of one type of resource: do the actions and the resources belong to it?</summary>
internal static class ResourceTypeChecks
{
    public static void Run(ValidationContext context)
    {
        if (!context.IsResource || context.ResourceType is not { } type)
            return;
        var (prefix, checkedAgainst, named) = TypesOf(type);
        var service = context.Facts.FindService(prefix)!;
        var types = service.ResourceTypes.Where(known => named.Contains(known.Name, StringComparer.Ordinal)).ToList();
        foreach (var statement in context.Statements)
        {
            foreach (var action in statement.Actions.Concat(statement.NotActions).Where(action => !Fits(context, action.Text, service, checkedAgainst)))
                context.Report("UNSUPPORTED_ACTION_IN_POLICY", $"`{action.Text}` has nothing to do with a resource of type {type.ApiName()}.", action);
            if (types.Count == 0)
                continue;
            foreach (var resource in statement.Resources.Concat(statement.NotResources).Where(resource => IsArn(resource) && !types.Exists(known => known.MayBeNamedBy(resource.Text))))
                context.Report("UNSUPPORTED_RESOURCE_ARN_IN_POLICY", $"No resource of type {type.ApiName()} has such an ARN.", resource);
        }
    }

    // A malformed ARN is reported for its form.
    private static bool IsArn(PolicyNode resource) => ArnText.Split(resource.Text).Segments.Length == ArnText.SegmentCount;

    private static bool Fits(ValidationContext context, string action, IamService service, string[] types)
    {
        if (context.Facts.FindAction(action) is { } known)
            return known.Service == service && (types.Length == 0 || known.ResourceTypes.Any(resource => types.Contains(resource.ResourceType.Name, StringComparer.Ordinal)));
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        // Unknown actions and patterns over services are the business of other checks.
        return colon < 0 || !ArnText.IsLiteral(action[..colon]) || context.Facts.FindService(action.AsSpan(0, colon)) is not { } named || named == service;
    }

    // The service, the types its actions are checked against (all when empty: the catalogue names the actions of these by buckets and
    // objects, or by no type), and the types that Resource may name.
    private static (string Service, string[] ActionTypes, string[] ResourceTypes) TypesOf(ValidationResourceType type) => type switch
    {
        ValidationResourceType.S3Bucket => ("s3", ["bucket", "object"], ["bucket", "object"]),
        ValidationResourceType.S3AccessPoint => ("s3", ["accesspoint", "accesspointobject"], ["accesspoint", "accesspointobject"]),
        ValidationResourceType.S3MultiRegionAccessPoint => ("s3", [], ["multiregionaccesspoint"]),
        ValidationResourceType.S3ObjectLambdaAccessPoint => ("s3-object-lambda", [], ["objectlambdaaccesspoint"]),
        ValidationResourceType.DynamoDBTable => ("dynamodb", ["table", "index"], ["table", "index"]),
        _ => ("sts", [], []),
    };
}
