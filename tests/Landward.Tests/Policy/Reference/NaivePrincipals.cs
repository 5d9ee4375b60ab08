using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Landward.Tests.Policy.Reference;

/// <summary>Principal elements, from "AWS JSON policy elements: Principal" and "NotPrincipal".</summary>
internal sealed class NaivePrincipals
{
    private readonly FuzzCase _request;

    public NaivePrincipals(FuzzCase request)
    {
        _request = request;
        var arn = Regex.Match(request.PrincipalArn, @"^arn:aws:(iam|sts)::(\d{12}):(root|user|role|assumed-role|federated-user)");
        Kind = request.PrincipalKind == "arn" ? arn.Groups[3].Value : request.PrincipalKind;
        Account = request.PrincipalKind == "arn" ? arn.Groups[2].Value : string.Empty;
    }

    public string Kind { get; }

    public string Account { get; }

    public bool HasIdentity => Kind is not ("anonymous" or "service" or "federated");

    /// <summary>caller, issuer, account, or empty when the statement does not name the caller.</summary>
    public string Names(JsonObject statement, bool bounded, string unnamed)
    {
        if (statement["Principal"] is { } principal)
            return Best(Entries(principal).Select(entry => Match(entry.Type, entry.Name, (string)statement["Effect"]! == "Deny")));
        if (statement["NotPrincipal"] is not { } spared)
            return unnamed == "everyone" ? "caller" : string.Empty;
        var matches = Entries(spared).Select(entry => Match(entry.Type, entry.Name, denied: true)).ToArray();
        return IsSpared(statement, spared, matches, bounded) ? string.Empty : "caller";
    }

    private bool IsSpared(JsonObject statement, JsonNode spared, string[] matches, bool bounded)
    {
        if ((string)statement["Effect"]! == "Allow")
            return matches.Any(match => match.Length > 0);
        if (bounded)
            return false;
        var everyone = Entries(spared).Any(entry => entry.Name == "*");
        return Kind switch
        {
            "assumed-role" when !everyone => matches.Contains("caller") && matches.Contains("issuer") && matches.Contains("account"),
            "role" => matches.Contains("caller") || matches.Contains("issuer"),
            _ => matches.Contains("caller"),
        };
    }

    private static IEnumerable<(string Type, string Name)> Entries(JsonNode principal) => principal is JsonObject types
        ? types.SelectMany(type => NaiveConditions.Strings(type.Value!).Select(name => (type.Key, name)))
        : [("AWS", principal.ToString())];

    private static string Best(IEnumerable<string> matches)
    {
        var all = matches.ToArray();
        return Array.Find(["caller", "issuer", "account"], name => all.Contains(name)) ?? string.Empty;
    }

    private string Match(string type, string name, bool denied)
    {
        if (type == "Service")
            return Kind == "service" && name == _request.PrincipalArn ? "caller" : string.Empty;
        if (type == "Federated")
            return Kind == "federated" && name == _request.PrincipalArn ? "caller" : string.Empty;
        // A role's trust policy must name the service.
        if (name == "*")
            return Kind == "service" && !denied && _request.Resource.StartsWith("arn:aws:iam:", StringComparison.Ordinal) ? string.Empty : "caller";
        if (name == Account || name == $"arn:aws:iam::{Account}:root")
            return Account.Length == 0 ? string.Empty : Kind == "root" ? "caller" : "account";
        if (Kind is "user" or "federated-user" or "assumed-role" && name == _request.PrincipalArn)
            return "caller";
        if (Kind == "federated-user" && name == _request.IssuerArn)
            return "issuer";
        return NamesRole(name) ? "issuer" : string.Empty;
    }

    private bool NamesRole(string name) => Kind switch
    {
        "role" => name == _request.PrincipalArn,
        "assumed-role" when _request.IssuerArn is { } role => name == role,
        "assumed-role" => Regex.IsMatch(name, $"^arn:aws:iam::{Account}:role/(.*/)?{Regex.Escape(_request.PrincipalArn.Split('/')[1])}$"),
        _ => false,
    };
}
