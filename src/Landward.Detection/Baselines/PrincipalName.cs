using Landward.Logs;

namespace Landward.Detection.Baselines;

/// <summary>
/// The name a principal is learned under: the role's ARN for its sessions, the user's own otherwise. The same as
/// <see cref="EventActor.Principal"/> says, from bytes.
/// </summary>
internal static class PrincipalName
{
    public const int MaxLength = 512;

    /// <summary>The name, perhaps built in the buffer; empty for AWS services and callers without a name.</summary>
    /// <param name="buffer">At least <see cref="MaxLength"/> bytes.</param>
    public static ReadOnlySpan<byte> Of(CloudTrailEvent @event, Span<byte> buffer)
    {
        var issuer = @event.Span(CloudTrailField.SessionIssuerArn);
        if (!issuer.IsEmpty)
            return issuer.Length <= MaxLength ? issuer : [];
        var arn = @event.Span(CloudTrailField.IdentityArn);
        if (!arn.IsEmpty)
            return arn.Length > MaxLength ? [] : arn.IndexOf(":assumed-role/"u8) >= 0 ? Role(arn, buffer) : arn;
        var user = @event.Span(CloudTrailField.IdentityUserName);
        var account = @event.Span(CloudTrailField.IdentityAccountId);
        if (user.IsEmpty || account.IsEmpty || user.Length + account.Length + 32 > MaxLength)
            return [];
        var length = 0;
        Append("arn:aws:iam::"u8, buffer, ref length);
        Append(account, buffer, ref length);
        Append(":user/"u8, buffer, ref length);
        Append(user, buffer, ref length);
        return buffer[..length];
    }

    /// <summary><c>arn:aws:sts::1:assumed-role/Name/session</c> as <c>arn:aws:iam::1:role/Name</c>.</summary>
    private static ReadOnlySpan<byte> Role(ReadOnlySpan<byte> arn, Span<byte> buffer)
    {
        var service = arn.IndexOf(":sts:"u8);
        var kind = arn.IndexOf(":assumed-role/"u8);
        if (service < 0 || kind < service)
            return arn;
        var name = arn[(kind + ":assumed-role/"u8.Length)..];
        var end = name.IndexOf((byte)'/');
        var length = 0;
        Append(arn[..service], buffer, ref length);
        Append(":iam:"u8, buffer, ref length);
        Append(arn[(service + ":sts:"u8.Length)..kind], buffer, ref length);
        Append(":role/"u8, buffer, ref length);
        Append(end < 0 ? name : name[..end], buffer, ref length);
        return buffer[..length];
    }

    private static void Append(ReadOnlySpan<byte> text, Span<byte> buffer, ref int length)
    {
        text.CopyTo(buffer[length..]);
        length += text.Length;
    }
}
