namespace Landward.Policy.Validation;

/// <summary>Keys that protect only together with another one, in one direction, or in some places.</summary>
internal static class KeyCombinationChecks
{
    // The caller writes both headers.
    private static readonly string[] Spoofable = ["aws:Referer", "aws:UserAgent"];

    private static readonly string[] EndpointOwnerKeys = ["aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"];

    public static void Run(ValidationContext context)
    {
        foreach (var statement in context.Statements)
        {
            foreach (var condition in statement.Conditions.Where(condition => condition.Operator is not null))
                Check(context, statement, condition);
        }
    }

    private static void Check(ValidationContext context, StatementNode statement, ConditionNode condition)
    {
        if (condition.IsKey("aws:VpcSourceIp") && !statement.HasCondition("aws:SourceVpc", "aws:SourceVpce", "aws:SourceVpcArn"))
            context.Report("MISSING_PAIRED_CONDITION_KEYS", "Every VPC can have the private address in `aws:VpcSourceIp`. Add `aws:SourceVpc` or `aws:SourceVpce`.", condition.KeyNode);
        if (Array.Exists(Spoofable, condition.IsKey))
            context.Report("UNTRUSTWORTHY_CONDITION_KEY", $"The caller chooses what `{condition.Key}` says, so it keeps nobody out.", condition.KeyNode);
        if (condition.IsKey("dynamodb:Attributes") && statement.Allows && !statement.HasCondition("dynamodb:Select"))
            context.Report("DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", "A read without projection returns every attribute. Add `StringEquals` on `dynamodb:Select` with `SPECIFIC_ATTRIBUTES`.", condition.KeyNode);
        if (condition.IsKey("s3:prefix") && condition.IsText && condition.Operator is { } op && (statement.Denies ? !op.Negated : statement.Allows && op.Negated))
            context.Report("S3_PREFIX_IN_NEGATIVE_CONTEXT", "A request with a shorter prefix still lists these objects. Use `StringLike` with Allow, or `StringNotLike` with Deny.", condition.KeyNode);
        if (Array.Exists(EndpointOwnerKeys, condition.IsKey) && ReachesEveryService(statement))
            context.Report("USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES", $"Only some services give `{condition.Key}`. Name their actions.", condition.KeyNode);
        if (condition.IsKey("s3:ResourceAccount") && context.ResourceType is ValidationResourceType.S3Bucket or ValidationResourceType.S3AccessPoint)
            context.Report("IRRELEVANT_CONDITION_KEY_IN_POLICY", "The policy's own resource decides `s3:ResourceAccount`. Use the key in identity-based policies.", condition.KeyNode);
    }

    private static bool ReachesEveryService(StatementNode statement) =>
        statement.NotAction is not null || statement.Actions.Any(action => action.Text.StartsWith('*'));
}
