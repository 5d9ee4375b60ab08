using System.Globalization;
using System.Text;
using Landward.Policy;

namespace Landward.Access;

/// <summary>IAM's credential report: when passwords and keys were made and used. Source: "Generate credential reports", IAM User Guide.</summary>
internal sealed class CredentialReport
{
    private readonly Dictionary<string, Dictionary<string, string>> _users = new(StringComparer.Ordinal);

    /// <param name="csv">The decoded content. Its fields hold no commas and no quotes.</param>
    public static CredentialReport Parse(string csv)
    {
        var report = new CredentialReport();
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var names = lines.Length == 0 ? [] : lines[0].Split(',');
        foreach (var line in lines.Skip(1))
        {
            var row = names.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
            if (row.TryGetValue("arn", out var arn))
                report._users[arn] = row;
        }
        return report;
    }

    /// <param name="base64">The content as the AWS CLI writes it.</param>
    public static CredentialReport? Decode(string? base64)
    {
        var bytes = new byte[base64?.Length ?? 0];
        return base64 is not null && Convert.TryFromBase64String(base64, bytes, out var length) ? Parse(Encoding.UTF8.GetString(bytes, 0, length)) : null;
    }

    /// <summary>Whether the user has, or had, an access key; true when the report does not know the user.</summary>
    public bool MayHaveKeys(string arn) =>
        !_users.TryGetValue(arn, out var row) || Time(row, "access_key_1_last_rotated") is not null || Time(row, "access_key_2_last_rotated") is not null;

    /// <summary>Adds the console password; of keys the report knows no ids, they are named by their place when <paramref name="keys"/> are not listed elsewhere.</summary>
    public AccessPrincipal Fill(AccessPrincipal user, bool keys)
    {
        if (user.Principal.Kind != PrincipalKind.User || !_users.TryGetValue(user.Arn, out var row))
            return user;
        var password = Is(row, "password_enabled")
            ? new ConsolePassword(Time(row, "password_last_changed"), Time(row, "password_last_used"), Is(row, "mfa_active"))
            : null;
        return user with { Password = password, AccessKeys = keys ? [.. Keys(row)] : user.AccessKeys };
    }

    private static IEnumerable<AccessKey> Keys(Dictionary<string, string> row)
    {
        foreach (var place in new[] { "access_key_1", "access_key_2" })
        {
            if (Time(row, place + "_last_rotated") is { } made)
                yield return new AccessKey(place, Is(row, place + "_active"), made, Time(row, place + "_last_used_date"));
        }
    }

    private static bool Is(Dictionary<string, string> row, string column) => row.GetValueOrDefault(column)?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;

    // N/A, no_information and not_supported are no times.
    private static DateTimeOffset? Time(Dictionary<string, string> row, string column) =>
        DateTimeOffset.TryParse(row.GetValueOrDefault(column), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
