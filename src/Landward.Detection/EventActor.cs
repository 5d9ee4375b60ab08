using System.Globalization;
using Landward.Logs;
using Landward.Model;

namespace Landward.Detection;

/// <summary>Who an event is about. Sessions count as the role they belong to, so that findings do not split by session name.</summary>
internal static class EventActor
{
    private const int MaxValues = 1000;

    /// <summary>The account whose log the event is.</summary>
    public static string Account(CloudTrailEvent @event) =>
        @event.Text(CloudTrailField.RecipientAccountId) ?? @event.Text(CloudTrailField.IdentityAccountId) ?? "unknown";

    /// <summary>The role's or user's ARN; the service's name where a service called; null when the event does not say.</summary>
    public static string? Principal(CloudTrailEvent @event)
    {
        if (@event.Text(CloudTrailField.SessionIssuerArn) is { } issuer)
            return issuer;
        if (@event.Text(CloudTrailField.IdentityArn) is { } arn)
            return RoleOf(arn);
        if (@event.Text(CloudTrailField.IdentityUserName) is { } user && @event.Text(CloudTrailField.IdentityAccountId) is { } account)
            return $"arn:aws:iam::{account}:user/{user}";
        return @event.Text(CloudTrailField.IdentityInvokedBy)
            ?? @event.Text(CloudTrailField.IdentityPrincipalId)
            ?? @event.Text(CloudTrailField.IdentityAccountId);
    }

    public static DateTimeOffset Time(CloudTrailEvent @event)
    {
        Span<char> text = stackalloc char[40];
        var bytes = @event.Span(CloudTrailField.EventTime);
        if (bytes.Length > text.Length)
            return DateTimeOffset.UnixEpoch;
        var length = System.Text.Encoding.UTF8.GetChars(bytes, text);
        return DateTimeOffset.TryParse(text[..length], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : DateTimeOffset.UnixEpoch;
    }

    /// <summary>The resource of a finding whose rule names none: the access key, else the caller.</summary>
    public static FindingResource Resource(CloudTrailEvent @event, string? principal)
    {
        if (@event.Text(CloudTrailField.AccessKeyId) is { } key && key.StartsWith("AKIA", StringComparison.Ordinal))
            return new FindingResource("AWS::IAM::AccessKey", key);
        var type = principal is null ? "AWS::::Account"
            : principal.Contains(":role/", StringComparison.Ordinal) ? "AWS::IAM::Role"
            : principal.Contains(":user/", StringComparison.Ordinal) ? "AWS::IAM::User"
            : "AWS::::Account";
        return new FindingResource(type, type == "AWS::::Account" ? Account(@event) : principal!);
    }

    /// <summary>A field of the event for grouping: <c>principal</c> and <c>account</c> are derived, everything else is a path.</summary>
    public static string? Value(CloudTrailEvent @event, string path) => path switch
    {
        "principal" => Principal(@event),
        "account" => Account(@event),
        _ when CloudTrailSigmaEvent.Fields.TryGetValue(path, out var field) => @event.Text(field),
        _ => EventPaths.First(@event.Root, path),
    };

    /// <summary>The values an event contributes to a count of different values: every one in a list.</summary>
    public static string[] Values(CloudTrailEvent @event, string path) =>
        path is "principal" or "account" || CloudTrailSigmaEvent.Fields.ContainsKey(path)
            ? Value(@event, path) is { } value ? [value] : []
            : [.. EventPaths.All(@event.Root, path).Distinct(StringComparer.Ordinal).Take(MaxValues)];

    /// <summary><c>arn:aws:sts::1:assumed-role/Name/session</c> as <c>arn:aws:iam::1:role/Name</c>.</summary>
    private static string RoleOf(string text)
    {
        if (!Arn.TryParse(text, out var arn) || arn.Service != "sts" || !arn.Resource.StartsWith("assumed-role/", StringComparison.Ordinal))
            return text;
        var parts = arn.Resource.Split('/');
        return new Arn(arn.Partition, "iam", string.Empty, arn.Account, $"role/{parts[1]}").ToString();
    }
}
