using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Landward.Tests.Policy.Reference;

/// <summary>
/// A second evaluator, written from the tables of "Policy evaluation logic" with nothing of the product's: it reads the JSON
/// anew for every question, matches with regular expressions, and collects the statements that apply before it decides.
/// </summary>
internal sealed class NaiveEvaluator(FuzzCase request)
{
    private static readonly string[] TrustActions = ["sts:assumerole"];

    // Of the services that the cases ask about; iam is none of them.
    private static readonly string[] KnowsResourceControl = ["s3", "sqs", "kms", "sts"];

    private readonly string _action = request.Action.ToLowerInvariant();
    private readonly NaivePrincipals _principals = new(request);

    /// <summary>Allowed, ImplicitDeny or ExplicitDeny.</summary>
    public string Decide()
    {
        var caller = _principals;
        if (_action == "sts:getcalleridentity" && caller.Kind != "anonymous")
            return "Allowed";
        var refused = IsAwsOwned() || ChangesAwsAlias() || (caller.Kind == "root" && _action == "sts:assumerole");
        if (IsAwsOwned())
            return "ImplicitDeny";
        var bounded = caller.HasIdentity && request.Boundary.Count > 0;
        var serviceLinked = (request.IssuerArn ?? request.PrincipalArn).Contains(":role/aws-service-role/", StringComparison.Ordinal);
        var scps = caller.HasIdentity && !request.Management && !serviceLinked ? request.ServiceControl : [];
        var rcps = request.ExemptFromResourceControl || serviceLinked || _action == "kms:retiregrant" || !KnowsResourceControl.Contains(_action.Split(':')[0]) ? [] : request.ResourceControl;

        var identity = caller.HasIdentity ? Applying(request.Identity) : [];
        var boundary = bounded ? Applying(request.Boundary) : [];
        var hasSession = caller.HasIdentity && (request.Session.Count > 0 || caller.Kind == "federated-user");
        var session = hasSession ? Applying(request.Session) : [];
        var levels = scps.Select(level => Applying(level)).ToArray();
        var resource = Applying(request.ResourcePolicies).Where(statement => caller.Names(statement, bounded, "nobody").Length > 0).ToArray();
        var endpoint = Applying(request.Endpoint).Where(statement => caller.Names(statement, bounded, "everyone").Length > 0).ToArray();
        var resourceControl = rcps.SelectMany(level => Applying(level)).Where(statement => caller.Names(statement, bounded, "everyone").Length > 0).ToArray();

        JsonObject[] all = [.. identity, .. boundary, .. session, .. levels.SelectMany(level => level), .. resource, .. endpoint, .. resourceControl];
        if (Array.Exists(all, statement => Effect(statement) == "Deny"))
            return "ExplicitDeny";
        var open = !refused && levels.All(Allows) && (request.Endpoint.Count == 0 || Allows(endpoint));
        var how = resource.Where(statement => Effect(statement) == "Allow").Select(statement => caller.Names(statement, bounded, "nobody")).ToHashSet(StringComparer.Ordinal);
        return open && Granted(how, Allows(identity) || caller.Kind == "root", !bounded || Allows(boundary), !hasSession || Allows(session)) ? "Allowed" : "ImplicitDeny";
    }

    // The table "implicit denies against resource-policy grants".
    private bool Granted(HashSet<string> how, bool identity, bool boundary, bool session)
    {
        if (!_principals.HasIdentity)
            return how.Contains("caller");
        var same = _principals.Account == request.ResourceAccount;
        var needsResource = !same || (TrustActions.Contains(_action) && request.Resource.Contains(":role/", StringComparison.Ordinal)) || Regex.IsMatch(request.Resource, "^arn:[^:]*:kms:[^:]*:[^:]*:key/");
        if (same && how.Contains("caller"))
            return true;
        if (same && how.Contains("issuer") && boundary && session)
            return true;
        return identity && boundary && session && (!needsResource || how.Count > 0);
    }

    private static bool Allows(JsonObject[] statements) => Array.Exists(statements, statement => Effect(statement) == "Allow");

    private static string Effect(JsonObject statement) => statement["Effect"]!.ToString();

    private JsonObject[] Applying(JsonArray policies) =>
    [
        .. from policy in policies
           let conditions = new NaiveConditions(request.Context, variables: (string?)policy["Version"] == "2012-10-17")
           from statement in policy["Statement"] is JsonArray list ? list.Select(item => item!.AsObject()) : [policy["Statement"]!.AsObject()]
           where MatchesAction(statement) && MatchesResource(statement, conditions) && conditions.Hold(statement["Condition"])
           select statement,
    ];

    private bool MatchesAction(JsonObject statement)
    {
        var listed = NaiveConditions.Strings((statement["Action"] ?? statement["NotAction"])!)
            .Where(action => !action.Contains(' ', StringComparison.Ordinal) && (action == "*" || Regex.IsMatch(action, "^[^:]+:[^:]+$")))
            .Any(action => Wild(action.ToLowerInvariant(), _action));
        return statement["Action"] is null ? !listed : listed;
    }

    private bool MatchesResource(JsonObject statement, NaiveConditions conditions)
    {
        if ((statement["Resource"] ?? statement["NotResource"]) is not { } node)
            return true;
        var patterns = NaiveConditions.Strings(node);
        var listed = patterns.Any(pattern => MatchesArn(pattern, conditions));
        if (statement["Resource"] is not null)
            return listed;
        // What an unresolvable variable leaves out is unknown: an Allow does not grant by it.
        var unresolved = request.Resource != "*" && !patterns.Contains("*") && patterns.Any(pattern => conditions.Expression(pattern.Split(':', 6)[^1], wildcards: true) is null);
        return !listed && !(unresolved && Effect(statement) == "Allow");
    }

    private bool MatchesArn(string pattern, NaiveConditions conditions)
    {
        if (pattern == "*")
            return true;
        var (wanted, actual) = (pattern.Split(':', 6), request.Resource.Split(':', 6));
        if (actual.Length < 6)
            return false;
        return Enumerable.Range(0, 6).All(index => index >= wanted.Length
            || (index < 5 ? Wild(wanted[index], actual[index]) : conditions.Expression(wanted[5], wildcards: true) is { } text && Regex.IsMatch(actual[5], text, RegexOptions.Singleline)));
    }

    private static bool Wild(string pattern, string text) => (pattern.Length, text.Length) switch
    {
        (0, _) => text.Length == 0,
        _ when pattern[0] == '*' => Wild(pattern[1..], text) || (text.Length > 0 && Wild(pattern, text[1..])),
        (_, 0) => false,
        _ => (pattern[0] == '?' || pattern[0] == text[0]) && Wild(pattern[1..], text[1..]),
    };

    private bool IsAwsOwned() =>
        Regex.IsMatch(request.Resource, "^arn:[^:]*:iam:[^:]*:(aws:policy/|[^:]*:role/aws-reserved/)") && _action.StartsWith("iam:", StringComparison.Ordinal) && !Regex.IsMatch(_action, "^iam:(get|list|generate|simulate)");

    private bool ChangesAwsAlias() => request.Resource.Contains(":alias/aws/", StringComparison.Ordinal) && _action is "kms:createalias" or "kms:updatealias" or "kms:deletealias";
}
