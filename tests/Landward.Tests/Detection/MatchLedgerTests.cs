using System.Buffers.Binary;
using Landward.Detection;

namespace Landward.Tests.Detection;

public sealed class MatchLedgerTests
{
    [Fact]
    public void Matches_are_claimed_once()
    {
        var ledger = new MatchLedger();
        var random = new Random(3);
        var keys = Enumerable.Range(0, 100_000).Select(_ => (ulong)random.NextInt64()).Append(0UL).Distinct().ToArray();
        keys.ShouldAllBe(key => Claim(ledger, key));
        keys.ShouldAllBe(key => !Claim(ledger, key));
    }

    [Fact]
    public async Task Each_match_is_claimed_by_one_of_many_workers()
    {
        var ledger = new MatchLedger();
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
            Enumerable.Range(0, 20_000).Count(n => Claim(ledger, KeyedHash.Of($"{(n * 7 * (worker + 1)) % 20_000}"))))));
        claims.Sum().ShouldBeLessThanOrEqualTo(20_000);
        Enumerable.Range(0, 20_000).Count(n => Claim(ledger, KeyedHash.Of($"{n}"))).ShouldBe(20_000 - claims.Sum());
    }

    [Fact]
    public void Matches_are_remembered_for_two_generations()
    {
        // One match per shard and generation.
        var ledger = new MatchLedger(generation: 2 * 64);
        Claim(ledger, 1).ShouldBeTrue();
        Claim(ledger, 1).ShouldBeFalse();
        Claim(ledger, 2).ShouldBeTrue();
        Claim(ledger, 1).ShouldBeFalse();
        Claim(ledger, 3).ShouldBeTrue();
        Claim(ledger, 4).ShouldBeTrue();
        Claim(ledger, 1).ShouldBeTrue();
    }

    /// <summary>SipHash-1-3 of the empty text and of one and eight bytes under the key 00..0f, as Rust's and Python's implementations give it.</summary>
    [Fact]
    public void Hash_depends_on_every_byte_and_on_the_key()
    {
        Span<byte> key = stackalloc byte[16];
        for (byte i = 0; i < 16; i++)
            key[i] = i;
        var (k0, k1) = (BinaryPrimitives.ReadUInt64LittleEndian(key), BinaryPrimitives.ReadUInt64LittleEndian(key[8..]));
        SipHash.Of([], k0, k1).ShouldBe(0xabac0158050fc4dcUL);
        SipHash.Of([0], k0, k1).ShouldBe(0xc9f49bf37d57ca93UL);
        SipHash.Of([0, 1, 2, 3, 4, 5, 6, 7], k0, k1).ShouldNotBe(SipHash.Of([0, 1, 2, 3, 4, 5, 6, 8], k0, k1));
        SipHash.Of([], k0, k1 + 1).ShouldNotBe(SipHash.Of([], k0, k1));
    }

    /// <summary>Of events that each match one rule.</summary>
    private static bool Claim(MatchLedger ledger, ulong match) => ledger.Claim(match, match);
}
