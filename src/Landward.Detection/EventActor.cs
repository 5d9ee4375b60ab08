using System.Globalization;
using Landward.Logs;
using Landward.Model;

namespace Landward.Detection;

/// <summary>Who an event is about. Sessions count as the role they belong to, so that findings do not split by session name.</summary>
internal static class EventActor
{
    private const int MaxValues = 1000;

    private static readonly CloudTrailField[] CallerFields =
    [
        CloudTrailField.IdentityArn, CloudTrailField.IdentityUserName, CloudTrailField.IdentityAccountId, CloudTrailField.IdentityInvokedBy,
        CloudTrailField.IdentityPrincipalId,
    ];

    private static readonly CloudTrailField[] NamingFields =
    [
        CloudTrailField.SessionIssuerArn, CloudTrailField.IdentityArn, CloudTrailField.IdentityAccountId, CloudTrailField.IdentityInvokedBy,
        CloudTrailField.IdentityPrincipalId,
    ];

    /// <summary>The account whose log the event is.</summary>
    public static string Account(CloudTrailEvent @event) =>
        ShownText.Of(@event, CloudTrailField.RecipientAccountId) ?? ShownText.Of(@event, CloudTrailField.IdentityAccountId) ?? "unknown";

    /// <summary>The role's or user's ARN; the service's name where a service called; null when the event does not say.</summary>
    public static string? Principal(CloudTrailEvent @event)
    {
        if (ShownText.Of(@event, CloudTrailField.SessionIssuerArn) is { } issuer)
            return issuer;
        if (ShownText.Of(@event, CloudTrailField.IdentityArn) is { } arn)
            return RoleOf(arn);
        if (ShownText.Of(@event, CloudTrailField.IdentityUserName) is { } user && ShownText.Of(@event, CloudTrailField.IdentityAccountId) is { } account)
            return $"arn:aws:iam::{account}:user/{user}";
        return ShownText.Of(@event, CloudTrailField.IdentityInvokedBy)
            ?? ShownText.Of(@event, CloudTrailField.IdentityPrincipalId)
            ?? ShownText.Of(@event, CloudTrailField.IdentityAccountId);
    }

    /// <summary>The same as <see cref="Account"/>, in UTF-8.</summary>
    public static ReadOnlySpan<byte> AccountText(CloudTrailEvent @event)
    {
        var account = @event.Span(CloudTrailField.RecipientAccountId);
        if (account.IsEmpty)
            account = @event.Span(CloudTrailField.IdentityAccountId);
        return account.IsEmpty ? "unknown"u8 : account;
    }

    /// <summary>Different for events of different accounts or principals; within a process, and perhaps for more than those.</summary>
    public static ulong Hash(CloudTrailEvent @event, ulong context)
    {
        TryHashPrincipal(@event, KeyedHash.Of(AccountText(@event), context), out var hash);
        return hash;
    }

    /// <summary>Different for events of different principals, as <see cref="Hash"/>; false when the event names none.</summary>
    public static bool TryHashPrincipal(CloudTrailEvent @event, ulong context, out ulong hash)
    {
        var issuer = @event.Span(CloudTrailField.SessionIssuerArn);
        hash = issuer.IsEmpty ? context : KeyedHash.Of(issuer, context);
        if (!issuer.IsEmpty)
            return true;
        var isNamed = false;
        foreach (var field in CallerFields)
        {
            var text = @event.Span(field);
            isNamed |= !text.IsEmpty && field != CloudTrailField.IdentityUserName;
            hash = KeyedHash.Of(text, hash + (ulong)field + 1);
        }
        return isNamed;
    }

    /// <summary>Whether the event names a principal.</summary>
    public static bool HasPrincipal(CloudTrailEvent @event)
    {
        foreach (var field in NamingFields)
        {
            if (!@event.Span(field).IsEmpty)
                return true;
        }
        return false;
    }

    public static DateTimeOffset Time(CloudTrailEvent @event)
    {
        var bytes = @event.Span(CloudTrailField.EventTime);
        if (TryParseTime(bytes, out var plain))
            return plain;
        Span<char> text = stackalloc char[40];
        if (bytes.Length > text.Length)
            return DateTimeOffset.UnixEpoch;
        var length = System.Text.Encoding.UTF8.GetChars(bytes, text);
        return DateTimeOffset.TryParse(text[..length], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : DateTimeOffset.UnixEpoch;
    }

    /// <summary>The form CloudTrail writes: <c>2026-03-10T12:00:00Z</c>.</summary>
    internal static bool TryParseTime(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length != 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
            return false;
        var year = (Two(text) * 100) + Two(text[2..]);
        var (month, day, hour, minute, second) = (Two(text[5..]), Two(text[8..]), Two(text[11..]), Two(text[14..]), Two(text[17..]));
        // What is out of range, digits or not, is left to the parser that knows why.
        if (year is < 1970 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
            return false;
        time = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
        return true;

        static int Two(ReadOnlySpan<byte> digits) =>
            char.IsAsciiDigit((char)digits[0]) && char.IsAsciiDigit((char)digits[1]) ? ((digits[0] - '0') * 10) + digits[1] - '0' : -10_000;
    }

    /// <summary>A field of the event for grouping: <c>principal</c> and <c>account</c> are derived, everything else is a path.</summary>
    public static string? Value(CloudTrailEvent @event, string path) => path switch
    {
        "principal" => Principal(@event),
        "account" => Account(@event),
        _ when CloudTrailSigmaEvent.Fields.TryGetValue(path, out var field) => ShownText.Of(@event, field),
        _ => EventPaths.First(@event.Root, path),
    };

    /// <summary>The values an event contributes to a count of different values: every one in a list.</summary>
    public static string[] Values(CloudTrailEvent @event, string path)
    {
        if (path is "principal" or "account" || CloudTrailSigmaEvent.Fields.ContainsKey(path))
            return Value(@event, path) is { } value ? [value] : [];
        return [.. EventPaths.All(@event.Root, path).Distinct(StringComparer.Ordinal).Take(MaxValues)];
    }

    /// <summary><c>arn:aws:sts::1:assumed-role/Name/session</c> as <c>arn:aws:iam::1:role/Name</c>.</summary>
    private static string RoleOf(string text)
    {
        if (!Arn.TryParse(text, out var arn) || arn.Service != "sts" || !arn.Resource.StartsWith("assumed-role/", StringComparison.Ordinal))
            return text;
        var parts = arn.Resource.Split('/');
        return new Arn(arn.Partition, "iam", string.Empty, arn.Account, $"role/{parts[1]}").ToString();
    }
}
