using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Landward.Benchmarks.Corpus;

/// <summary>
/// CloudTrail files as AWS delivers them, generated: <c>{"Records":[...]}</c> on one line, about 1,250 bytes an event, about a ninth of
/// that compressed. The same seed gives the same bytes.
/// </summary>
internal sealed class TrailCorpus
{
    private const int Sessions = 300;

    /// <summary>A session goes on for as many events on average.</summary>
    private const int Burst = 12;

    private const int LongestEvent = 16 * 1024;
    private static readonly string[] Words = ["payments", "orders", "frontend", "inventory", "search", "ledger", "reports", "identity", "catalog", "shipping", "gateway", "events", "media", "pricing", "sessions", "archive"];

    private readonly Random _random;
    private readonly UserAgents _agents;
    private readonly TrailSession[] _sessions;
    private readonly TrailCall[] _calls;
    private byte[] _file = new byte[1 << 20];
    private int _length;
    private TrailSession _session;
    private long _seconds = new DateTimeOffset(2026, 3, 10, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    public TrailCorpus(int seed, UserAgents agents, IEnumerable<TrailCall>? calls = null)
    {
        _random = new Random(seed);
        _agents = agents;
        _sessions = [.. Enumerable.Range(0, Sessions).Select(_ => TrailSession.Next(_random))];
        _session = _sessions[0];
        _calls = [.. (calls ?? TrailCalls.All).SelectMany(call => Enumerable.Repeat(call, call.Weight))];
    }

    /// <summary>The next file, plain; valid until the next call.</summary>
    public ReadOnlySpan<byte> NextFile(int events)
    {
        _length = 0;
        Write("{\"Records\":["u8);
        for (var i = 0; i < events; i++)
        {
            if (i > 0)
                Write(","u8);
            WriteEvent();
        }
        Write("]}"u8);
        return _file.AsSpan(0, _length);
    }

    /// <summary>
    /// Writes files of as many events until they hold as many bytes (uncompressed), <c>.json.gz</c> or <c>.json</c>, 1,000 to a
    /// directory. Answers how many events and bytes (uncompressed) there are.
    /// </summary>
    public (int Files, long Events, long Bytes) WriteTo(string directory, long bytes, int eventsPerFile, bool compress)
    {
        var files = 0;
        var written = 0L;
        for (; written < bytes; files++)
        {
            var folder = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{files / 1000:00000}"));
            if (files % 1000 == 0)
                Directory.CreateDirectory(folder);
            var content = NextFile(eventsPerFile);
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"200000000000_CloudTrail_us-east-1_{files:0000000}.json"));
            using var file = File.Create(compress ? path + ".gz" : path);
            if (compress)
            {
                using var gzip = new GZipStream(file, CompressionLevel.Optimal);
                gzip.Write(content);
            }
            else
            {
                file.Write(content);
            }
            written += content.Length;
        }
        return (files, (long)files * eventsPerFile, written);
    }

    private void WriteEvent()
    {
        if (_random.Next(Burst) == 0)
            _session = _sessions[_random.Next(Sessions)];
        if (_random.Next(3) == 0)
            _seconds++;
        foreach (var (text, gap) in _calls[_random.Next(_calls.Length)].Parts)
        {
            Write(text);
            Fill(gap);
        }
    }

    private void Fill(string? gap)
    {
        switch (gap)
        {
            case null:
                break;
            case "identity":
                Write(_session.Identity);
                break;
            case "account":
                Write(_session.Account);
                break;
            case "region":
                Write(_session.Region);
                break;
            case "ip":
                Write(_session.Address);
                break;
            case "agent":
                Write(_session.Agent);
                if (_agents == UserAgents.Distinct)
                    Write($" exec-env/{Id()}");
                break;
            case "time":
                Write(DateTimeOffset.FromUnixTimeSeconds(_seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
                break;
            case "id":
                Write(Id());
                break;
            case "hex":
                Write(_random.GetString("0123456789abcdef", 17));
                break;
            case "base64":
                Write(_random.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 76));
                break;
            case "word":
                Write(Words[_random.Next(Words.Length)]);
                break;
            case "number":
                Write(_random.Next(250).ToString(CultureInfo.InvariantCulture));
                break;
            default:
                throw new InvalidOperationException($"There is no gap `{gap}`.");
        }
    }

    private string Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private void Write(string text)
    {
        Reserve(LongestEvent);
        _length += Encoding.UTF8.GetBytes(text, _file.AsSpan(_length));
    }

    private void Write(ReadOnlySpan<byte> text)
    {
        Reserve(Math.Max(text.Length, LongestEvent));
        text.CopyTo(_file.AsSpan(_length));
        _length += text.Length;
    }

    private void Reserve(int length)
    {
        if (_file.Length - _length < length)
            Array.Resize(ref _file, Math.Max(_file.Length * 2, _length + length));
    }
}
