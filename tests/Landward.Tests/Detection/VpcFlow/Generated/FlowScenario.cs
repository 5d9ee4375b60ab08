using System.IO.Compression;
using System.Net;
using System.Text;
using Landward.Logs;

namespace Landward.Tests.Detection.VpcFlow.Generated;

/// <summary>The flow logs of an organization over a day or two, attacks planted, with the truth about them.</summary>
internal sealed class FlowScenario
{
    private const int Background = 14;
    private const long Start = 1_767_225_600;

    private FlowScenario(FlowFormat format, FlowRecord[] records, PlantedAttack[] attacks, IReadOnlyDictionary<string, HashSet<IPAddress>> lists) =>
        (Format, Records, Attacks, Lists) = (format, records, attacks, lists);

    public FlowFormat Format { get; }

    public FlowRecord[] Records { get; }

    public PlantedAttack[] Attacks { get; }

    /// <summary>The addresses of the lists, by purpose.</summary>
    public IReadOnlyDictionary<string, HashSet<IPAddress>> Lists { get; }

    /// <summary>A scenario with one attack of every kind, each on a host of its own; or with none.</summary>
    public static FlowScenario Create(int seed, FlowFormat format, bool withAttacks = true)
    {
#pragma warning disable RS0030 // The seed makes the run repeatable.
        var random = new Random(seed);
#pragma warning restore RS0030
        var trace = new FlowTrace(random, random.Next(2) == 0 ? 60 : 600);
        var seconds = random.Next(20, 44) * 3600L;
        var names = withAttacks ? new FlowAttacks(trace, [], Start, seconds).All.Count : 0;
        var hosts = Enumerable.Range(0, Background + names).Select(number => Host(number, random)).ToArray();
        var attacks = new FlowAttacks(trace, hosts[..Background], Start, seconds);
        new FlowBackground(trace, hosts, Start, seconds).Write();
        var planted = attacks.All.Take(names).Select((attack, i) => attack.Plant(hosts[Background + i])).ToList();
        // The office administers this one over the internet.
        planted.Add(new PlantedAttack("Policy:EC2/SensitivePortReachedFromInternet", hosts[3].Interface, "office"));
        return new FlowScenario(format, [.. trace.Records], [.. planted], attacks.Lists);
    }

    /// <summary>The records in files, in the order in which the interval they belong to ends, cut anywhere.</summary>
    public IEnumerable<LogSource> Sources(int files, bool isCompressed)
    {
        var number = 0;
        foreach (var chunk in Records.OrderBy(record => record.End).Chunk((Records.Length / files) + 1))
        {
            var text = new StringBuilder();
            if (Format != FlowFormat.Default || number % 2 == 0)
                text.Append(Format.Header).Append('\n');
            foreach (var record in chunk)
                Format.Write(text, record);
            var bytes = Encoding.ASCII.GetBytes(text.ToString());
            if (isCompressed)
                bytes = Compress(bytes);
            yield return new LogSource($"AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/01/{number++:D4}.log", _ => Task.FromResult<Stream>(new MemoryStream(bytes)));
        }
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return buffer.ToArray();
    }

    private static FlowHost Host(int number, Random random)
    {
        var suffix = random.NextInt64(1L << 52);
        return new FlowHost(
            number % 3 == 0 ? "111122223333" : "444455556666", $"eni-0{suffix:x16}"[..21], $"i-0{suffix ^ 0xABCDEF:x16}"[..19],
            new IPAddress([10, 0, (byte)(number / 100), (byte)(10 + (number % 100))]),
            IPAddress.Parse($"2600:1f18:aaaa:bb00::{number + 1:x}"));
    }
}
