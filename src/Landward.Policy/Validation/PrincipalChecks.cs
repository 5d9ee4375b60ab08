using Landward.Model;
using Landward.Policy.Matching;

namespace Landward.Policy.Validation;

/// <summary>Principal and NotPrincipal: form, types, wildcards, unique ids.</summary>
internal static class PrincipalChecks
{
    private static readonly string[] Types = ["AWS", "CanonicalUser", "Federated", "Service"];

    public static void Run(ValidationContext context)
    {
        // Where the element itself is wrong its content does not matter.
        if (context.Type is ValidationPolicyType.IdentityPolicy or ValidationPolicyType.ServiceControlPolicy)
            return;
        foreach (var statement in context.Statements)
        {
            if ((statement.Principal ?? statement.NotPrincipal) is { } element)
                CheckElement(context, element);
            foreach (var principal in statement.Principals)
                CheckValue(context, statement, principal);
            if (statement is { Allows: true, NotPrincipal: { } not } && !context.IsTrust(statement) && context.IsResource)
                context.Report("ALLOW_WITH_NOT_PRINCIPAL", "`Allow` with `NotPrincipal` grants access to everyone else, anonymous callers too. Name who gets access in `Principal`.", not);
        }
    }

    private static void CheckElement(ValidationContext context, PolicyNode element)
    {
        if (!element.IsObject)
        {
            if (element is not { IsString: true, Text: "*" })
                context.Report("INVALID_PRINCIPAL_FORMAT", "Write a type and a value, such as `{ \"AWS\": \"123456789012\" }`; only `*` stands alone.", element);
            return;
        }
        if (element.Children.Count == 0)
            context.Report("EMPTY_OBJECT_PRINCIPAL", "The statement names no principal and does nothing.", element);
        foreach (var type in element.Children)
        {
            if (!Types.Contains(type.Name, StringComparer.Ordinal))
                context.Report("INVALID_PRINCIPAL_KEY", $"`{type.Name}` is no type of principal. Use AWS, CanonicalUser, Federated or Service.", PolicyPlace.NameOf(type));
            if (type is { IsArray: true, Children.Count: 0 })
                context.Report("EMPTY_ARRAY_PRINCIPAL", "The list names no principal and does nothing.", type);
            foreach (var item in type.Items.Where(item => !item.IsString))
                context.Report("DATA_TYPE_MISMATCH", "A principal is a string.", item);
        }
    }

    private static void CheckValue(ValidationContext context, StatementNode statement, PrincipalNode principal)
    {
        var text = principal.Value.Text;
        if (principal.Type is not ("AWS" or "Service" or "CanonicalUser" or "Federated") || text.Contains("${", StringComparison.Ordinal))
            return;
        if (text.AsSpan().ContainsAny('*', '?') && !(text == "*" && principal.Type is "AWS" or "Federated"))
        {
            context.Report("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", $"`{principal.Type}` takes no wildcard in `{text}`: a principal is named in full.", principal.Value);
            return;
        }
        if (principal.Type == "AWS")
            CheckAws(context, principal.Value);
        else if (principal.Type == "Service" && !ServicePrincipalName.IsWellFormed(text))
            context.Report("INVALID_SERVICE_PRINCIPAL_FORMAT", $"`{text}` is no service principal. Write `service-name.amazonaws.com` in lower case.", principal.Value);
        else if (principal.Type == "Federated" && !context.IsTrust(statement) && (context.ResourceType is not null || statement.Actions.Any(IsOutsideSts)))
            context.Report("FEDERATED_PRINCIPAL_NOT_SUPPORTED", "Only a role trust policy takes an identity provider as principal.", principal.Value);
    }

    private static void CheckAws(ValidationContext context, PolicyNode value)
    {
        var text = value.Text;
        if (text == "*" || IsOriginAccessIdentity(text))
            return;
        var pattern = PrincipalPattern.ForAws(text);
        if (pattern.Kind == PrincipalPatternKind.UniqueId)
        {
            if (text.StartsWith("AROA", StringComparison.Ordinal))
                context.Report("INVALID_ROLE_REFERENCE", $"`{text}` is the id of a role, most likely one that was deleted. Write the role's ARN.", value);
            else
                context.Report("INVALID_USER_REFERENCE", $"`{text}` is the id of a user, most likely one that was deleted. Write the user's ARN.", value);
            return;
        }
        if (pattern.Kind != PrincipalPatternKind.Nobody)
            return;
        var arn = ArnText.Split(text);
        if (arn.Segments.Length == ArnText.SegmentCount && arn.Segments[0] == "arn" && !AwsPartitions.Names.Contains(arn.Partition))
            context.Report("INVALID_PARTITION", $"The partition `{arn.Partition}` does not exist.", arn.Place(value, 1));
        else if (arn.Segments.Length == ArnText.SegmentCount && arn.Segments[0] == "arn" && arn.Service is "iam" or "sts" && !AccountId.TryParse(arn.Account, out _))
            context.Report("INVALID_ARN_ACCOUNT", $"`{arn.Account}` is no account id; it has 12 digits.", arn.Place(value, 4));
        else
            context.Report("INVALID_PRINCIPAL_FORMAT", $"`{text}` is no account, user, role or session. Groups are no principals.", value);
    }

    // "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity EH1HDMB1FH2TC" (Amazon CloudFront Developer Guide).
    private static bool IsOriginAccessIdentity(string text) => text.Contains(":iam::cloudfront:user/", StringComparison.Ordinal);

    private static bool IsOutsideSts(PolicyNode action) => !action.Text.StartsWith("sts:", StringComparison.OrdinalIgnoreCase);
}
