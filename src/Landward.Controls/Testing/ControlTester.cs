using System.Collections.Immutable;
using Landward.Controls.Catalogue;
using Landward.Model;
using Landward.Policy;

namespace Landward.Controls;

/// <summary>How one inline test of a control came out.</summary>
/// <param name="Name">Who does what, for people.</param>
/// <param name="Problem">What is wrong; null when the test passed.</param>
public sealed record ControlTestResult(string ControlId, string Name, string? Problem, SourceSpan Span)
{
    public bool Passed => Problem is null;

    /// <summary>The failure as a diagnostic with the place in the control's file; null when the test passed.</summary>
    public Diagnostic? Diagnostic => Problem is null ? null : ControlDiagnostics.FailedTest(ControlId, $"{Name}: {Problem}", Span);
}

/// <summary>
/// Runs the inline tests of controls through the policy engine: the caller may do everything (AdministratorAccess), the
/// resource trusts everybody, the organization allows everything, and only the control stands in the way. A control that has an exempt role must besides
/// let that role do everything that its tests say is denied.
/// </summary>
public static class ControlTester
{
    private const string AllowEverything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";
    private const string ExemptShorthand = "exempt";
    private const string TestAccount = "444455556666";

    private const string TrustEverybody = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""";

    private static readonly AttachedPolicy FullAccess = new(PolicyDocument.Parse(AllowEverything).Document!, "FullAWSAccess", PolicyKind.ServiceControlPolicy);
    private static readonly AttachedPolicy Administrator = new(FullAccess.Document, "AdministratorAccess", PolicyKind.Identity);
    private static readonly AttachedPolicy OpenResource = new(PolicyDocument.Parse(TrustEverybody).Document!, "open", PolicyKind.Resource);

    /// <summary>Runs the tests of every control of the catalogue, in the order of the controls.</summary>
    public static ImmutableArray<ControlTestResult> RunAll(ControlCatalogue catalogue, IReadOnlyDictionary<string, ImmutableArray<string>> parameters) =>
        [.. catalogue.Controls.SelectMany(control => Run(catalogue, control, parameters))];

    /// <summary>Runs the tests of one control. A control without tests has one failed result: nothing shows that it works.</summary>
    public static ImmutableArray<ControlTestResult> Run(ControlCatalogue catalogue, CatalogueControl control, IReadOnlyDictionary<string, ImmutableArray<string>> parameters)
    {
        if (!control.Tests.Any(test => test.ExpectDenied))
            return [new ControlTestResult(control.Id, "has tests", "no inline test shows what it denies", control.Span)];
        var values = control.TestParameters.Concat(parameters).GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal);
        var statements = ControlSelector.Statements(control, values);
        var document = PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""").Document
            ?? throw new InvalidOperationException($"{control.Id} was read from the catalogue and is no policy any more.");
        var policies = new PolicySet
        {
            Identity = [Administrator],
            Resource = OpenResource,
            ServiceControlPolicies = [new PolicyLevel(RootTarget, [FullAccess, new AttachedPolicy(document, control.Id, PolicyKind.ServiceControlPolicy)])],
        };
        var hasExemptRole = control.Definition.Statements.Any(statement => StatementTemplate.Placeholders(statement).Contains(ControlParameters.ExemptRole, StringComparer.Ordinal));
        var exempt = values.GetValueOrDefault(ControlParameters.ExemptRole, control.Definition.Parameters.GetValueOrDefault(ControlParameters.ExemptRole, []));
        var results = ImmutableArray.CreateBuilder<ControlTestResult>();
        foreach (var test in control.Tests)
        {
            if (test.Principal != ExemptShorthand)
                results.Add(Run(catalogue, control, policies, test, test.Principal));
            if (hasExemptRole && (test.ExpectDenied || test.Principal == ExemptShorthand))
                results.Add(Run(catalogue, control, policies, test with { ExpectDenied = false }, exempt[0].Replace("*", TestAccount, StringComparison.Ordinal)));
        }
        return results.ToImmutable();
    }

    private const string RootTarget = "root";

    private static ControlTestResult Run(ControlCatalogue catalogue, CatalogueControl control, PolicySet policies, ControlTest test, string principalArn)
    {
        var name = $"{principalArn} {test.Action} on {test.Resource} is {(test.ExpectDenied ? "denied" : "allowed")}";
        if (Caller(principalArn) is not { } principal)
            return new ControlTestResult(control.Id, name, $"`{principalArn}` is no principal", test.Span);
        var context = new RequestContext.Builder().AddPrincipal(principal);
        if (Arn.TryParse(test.Resource, out var arn) && arn.Region.Length > 0)
            context.Add("aws:RequestedRegion", arn.Region);
        foreach (var (key, value) in test.Context)
            context.Add(key, value);
        var request = new AuthorizationRequest(principal, test.Action, test.Resource, context: context.Build());
        return new ControlTestResult(control.Id, name, Problem(catalogue, control, test, PolicyEvaluator.Evaluate(request, policies)), test.Span);
    }

    private static string? Problem(ControlCatalogue catalogue, CatalogueControl control, ControlTest test, Decision decision) => decision switch
    {
        Decision.Allowed => test.ExpectDenied ? "it is allowed" : null,
        Decision.ExplicitDeny denied when test.ExpectDenied => catalogue.ControlOf(denied.Statement.Statement.Sid) == control.Id ? null : $"it is denied by {denied.Statement}",
        Decision.ExplicitDeny denied => $"it is denied by {denied.Statement}",
        _ => "it is denied implicitly",
    };

    // A role acts through a session, whose own ARN lacks the role's path.
    private static Principal? Caller(string arn) => Principal.FromArn(arn) switch
    {
        { Kind: PrincipalKind.Role } role => Principal.FromArn($"arn:aws:sts::{role.Account}:assumed-role/{role.Name}/session", arn),
        var principal => principal,
    };
}
