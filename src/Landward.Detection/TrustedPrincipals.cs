using System.Collections.Immutable;
using System.IO.Enumeration;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>Callers whose events raise nothing.</summary>
internal sealed class TrustedPrincipals(ImmutableArray<string> patterns)
{
    public bool Covers(CloudTrailEvent @event) =>
        !patterns.IsEmpty
        && (Covers(@event.Text(CloudTrailField.IdentityArn)) || Covers(@event.Text(CloudTrailField.SessionIssuerArn)));

    private bool Covers(string? arn) =>
        arn is not null && patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, arn, ignoreCase: false));
}
