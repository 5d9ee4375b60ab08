using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Landward.Rules.Text;

namespace Landward.Tests.Rules.Text;

public sealed class CaselessTests
{
    /// <summary>What lets bytes decide about ASCII texts: no character beyond ASCII folds to one of ASCII.</summary>
    [Fact]
    public void No_character_beyond_ASCII_is_a_letter_of_ASCII_in_another_case()
    {
        var ascii = Enumerable.Range(0, 0x80).Select(code => ((char)code).ToString()).ToArray();
        for (var code = 0x80; code <= char.MaxValue; code++)
        {
            var text = ((char)code).ToString();
            ascii.ShouldAllBe(letter => !letter.Equals(text, StringComparison.OrdinalIgnoreCase));
            char.ToUpperInvariant((char)code).ShouldBeGreaterThanOrEqualTo('\u0080');
        }
    }

    [Fact]
    public void Text_is_found_where_the_library_finds_it() => Prop.ForAll<int>(seed =>
    {
        var random = new System.Random(seed);
        var needle = Random(random, "abAB-/", random.Next(5));
        var text = Random(random, "abABé-/", random.Next(40));
        var bytes = Encoding.UTF8.GetBytes(text);
        var caseless = new CaselessText(needle);
        caseless.In(bytes).ShouldBe(text.Contains(needle, StringComparison.OrdinalIgnoreCase));
        caseless.StartOf(bytes).ShouldBe(text.StartsWith(needle, StringComparison.OrdinalIgnoreCase));
        caseless.EndOf(bytes).ShouldBe(text.EndsWith(needle, StringComparison.OrdinalIgnoreCase));
        caseless.EqualTo(bytes).ShouldBe(text.Equals(needle, StringComparison.OrdinalIgnoreCase));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongSuite.Times(2000)));

    [Fact]
    public void Table_finds_its_keys_in_any_case_and_nothing_else()
    {
        var keys = Enumerable.Range(0, 500).Select(n => $"Name{n}{new string('x', n % 20)}").ToArray();
        var table = new CaselessTable<int>(keys.Select((key, i) => KeyValuePair.Create(key, i)).Append(KeyValuePair.Create(string.Empty, -1)));
        for (var i = 0; i < keys.Length; i++)
        {
            table.TryGet(Encoding.UTF8.GetBytes(i % 2 == 0 ? keys[i].ToUpperInvariant() : keys[i].ToLowerInvariant()), out var value).ShouldBeTrue();
            value.ShouldBe(i);
            table.TryGet(Encoding.UTF8.GetBytes(keys[i] + "y"), out _).ShouldBeFalse();
        }
        table.TryGet([], out var empty).ShouldBeTrue();
        empty.ShouldBe(-1);
        table.TryGet("Ñame1"u8, out _).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => new CaselessTable<int>([KeyValuePair.Create("é", 1)]));
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("::ffff:1.2.3.4", true)]
    [InlineData("1.2.3", false)]
    [InlineData("1.2.3.4.5", false)]
    [InlineData("1.2.3.256", false)]
    [InlineData("1..3.4", false)]
    [InlineData("1.2.3.", false)]
    [InlineData("0x1.2.3.4", false)]
    [InlineData("fe80::1%eth0", false)]
    [InlineData("[::1]", false)]
    [InlineData("AWS Internal", false)]
    [InlineData("cloudformation.amazonaws.com", false)]
    [InlineData("", false)]
    public void Addresses_are_read_strictly(string text, bool expected)
    {
        AddressText.TryParse(Encoding.UTF8.GetBytes(text), out var address, out var isV4).ShouldBe(expected);
        if (expected)
            address.ShouldBe(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(IPAddress.Parse(text).MapToIPv6().GetAddressBytes()));
        isV4.ShouldBe(expected && !text.Contains(':'));
    }

    private static string Random(System.Random random, string letters, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => letters[random.Next(letters.Length)]));
}
