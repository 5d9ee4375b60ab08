using System.Text;
using Landward.Detection.Dns;

namespace Landward.Tests.Detection.Dns;

public sealed class GeneratedDomainTests
{
    private static readonly string[] Random =
    [
        "xkqjzvwpth.com", "qhdlwzpkxv.net", "zzmfkqwrjt.org", "wvkxqdjhpf.info", "kpqzxvbnwm.biz", "jqxkzvwhdt.com", "bgvqxzkdjw.net", "tkzqwvhxpd.org",
    ];

    [Fact]
    public async Task A_few_random_names_that_do_not_exist_are_enough() =>
        (await Found(Random.Select((name, i) => ResolverLog.Query(i * 600, name)))).ShouldBeTrue();

    [Fact]
    public async Task Names_below_random_domains_count_as_them() =>
        (await Found(Random.Select((name, i) => ResolverLog.Query(i * 600, $"update.{name}")))).ShouldBeTrue();

    [Fact]
    public async Task Words_are_told_by_their_absence() =>
        (await Found(Words(1).Take(20).Select((name, i) => ResolverLog.Query(i * 30, name)))).ShouldBeTrue();

    [Fact]
    public async Task A_crawler_that_meets_a_burst_of_words_is_compared_with_itself()
    {
        var crawled = Words(2).Take(2000).Select((name, i) => ResolverLog.Query(i * 20, name, i % 12 == 0 ? "NXDOMAIN" : "NOERROR")).ToArray();
        (await Found(crawled)).ShouldBeFalse();
        (await Found([.. crawled, .. Words(3).Take(90).Select((name, i) => ResolverLog.Query(20_000 + (i * 20), $"{name}.br"))])).ShouldBeTrue();
    }

    [Fact]
    public async Task Odd_names_are_no_sign_where_names_that_exist_are_as_odd()
    {
        var random = new Random(6);
        var names = new ChosenNames(random);
        var asked = Enumerable.Range(0, 600).Select(i => ResolverLog.Query(
            i * 120, i % 4 == 0 ? $"{names.Text("bcdfghklmnprstvwxzaeiou", 9)}.com" : $"{names.Word()}{i}{names.Word()}.net", i % 20 < 2 ? "NXDOMAIN" : "NOERROR"));
        (await Found(asked)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_mail_server_may_ask_about_forged_senders() =>
        (await Found(Random.Select((name, i) => ResolverLog.Query(i * 60, name, type: "MX")))).ShouldBeFalse();

    [Fact]
    public async Task What_the_firewall_blocks_may_exist() =>
        (await Found(Words(4).Take(40).Select((name, i) => ResolverLog.Query(i * 60, name, firewall: "BLOCK")))).ShouldBeFalse();

    [Fact]
    public async Task A_resolver_that_fails_for_an_hour_is_no_sign() =>
        (await Found(Words(5).Take(500).Select((name, i) => ResolverLog.Query(i * 60, name, i is >= 100 and < 160 ? "SERVFAIL" : i % 12 == 0 ? "NXDOMAIN" : "NOERROR")))).ShouldBeFalse();

    [Fact]
    public async Task Names_below_a_networks_own_top_level_are_no_sign() =>
        (await Found(Enumerable.Range(0, 60).Select(i => ResolverLog.Query(i * 60, $"srv-{i:00}x.acmecorp")))).ShouldBeFalse();

    [Fact]
    public async Task Names_of_services_below_random_domains_are_no_sign() =>
        (await Found(Random.Select((name, i) => ResolverLog.Query(i * 60, $"_dmarc.{name}")))).ShouldBeFalse();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void However_many_names_people_chose_they_do_not_add_up(int seed)
    {
        var names = new ChosenNames(new Random(seed));
        var window = new DomainWindow();
        for (var i = 0; i < 20_000; i++)
        {
            var name = Encoding.ASCII.GetBytes(names.Domain());
            window.Add(new AskedDomain
            {
                Evidence = (sbyte)NameModel.Evidence(DomainName.RegisteredLabel(name.AsSpan(DomainName.RegisteredStart(name)))),
                Answers = DomainAnswers.ForAddress | (i % 12 == 0 ? DomainAnswers.Missing : DomainAnswers.Exists),
            });
        }
        Math.Max(window.EvidenceOfNames, window.EvidenceOfAbsence).ShouldBeLessThan(0);
    }

    private static IEnumerable<string> Words(int seed)
    {
        var names = new ChosenNames(new Random(seed));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var name = $"{names.Word()}{names.Word()}{names.Word()}.com";
            if (seen.Add(name))
                yield return name;
        }
    }

    private static async Task<bool> Found(IEnumerable<string> queries) =>
        (await ResolverLog.DetectAsync([.. queries], [])).Any(finding => finding.Type == DnsTraffic.Generated);
}
