using Landward.Detection.Excerpts;

namespace Landward.Tests.Detection.Excerpts;

/// <summary>Each kind of secret is found by its own look, in any case; texts without any are left as they are.</summary>
public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nZZQX1", "ZZQX1")]
    [InlineData("a eyJhbGciOiJIUzI1.eyJzdWIiOiJaWlFYM.ZZQX1", "ZZQX1")]
    [InlineData("k?X-Amz-Signature=ZZQX1", "ZZQX1")]
    [InlineData("k?X-Amz-Security-Token=ZZQX1", "ZZQX1")]
    [InlineData("k?X-Amz-Credential=ZZQX1", "ZZQX1")]
    [InlineData("k?sig=ZZQX1", "ZZQX1")]
    [InlineData("k?access_token=ZZQX1", "ZZQX1")]
    [InlineData("postgres://u:ZZQX1@h/db", "ZZQX1")]
    [InlineData("--password ZZQX1", "ZZQX1")]
    [InlineData("passwd=ZZQX1", "ZZQX1")]
    [InlineData("pwd: ZZQX1", "ZZQX1")]
    [InlineData("my_secret=ZZQX1", "ZZQX1")]
    [InlineData("apikey=ZZQX1", "ZZQX1")]
    [InlineData("api_key=ZZQX1", "ZZQX1")]
    [InlineData("api-key=ZZQX1", "ZZQX1")]
    [InlineData("authorization: bearer ZZQX1", "ZZQX1")]
    [InlineData("ghp_abcdefghijklmnopqrsZZQX1", "ZZQX1")]
    [InlineData("gho_abcdefghijklmnopqrsZZQX1", "ZZQX1")]
    [InlineData("ghu_abcdefghijklmnopqrsZZQX1", "ZZQX1")]
    [InlineData("ghs_abcdefghijklmnopqrsZZQX1", "ZZQX1")]
    [InlineData("ghr_abcdefghijklmnopqrsZZQX1", "ZZQX1")]
    [InlineData("xoxb-1234567890-ZZQX1", "ZZQX1")]
    public void A_secret_is_masked_whatever_its_case(string text, string secret)
    {
        foreach (var written in new[] { text, text.ToLowerInvariant(), text.ToUpperInvariant(), $"\u00e4 {text}" })
        {
            var masked = SecretMask.Text(written);
            masked.ShouldContain(SecretMask.Masked);
            masked.ShouldNotContain(secret, Case.Insensitive);
        }
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/deploy")]
    [InlineData("2026-03-10T12:00:00Z")]
    [InlineData("")]
    public void Other_texts_are_left_as_they_are(string text) => SecretMask.Text(text).ShouldBe(text);
}
