namespace Landward.Tests.Detection.BenignTraffic;

/// <summary>An account of the generated organization.</summary>
internal sealed record BenignAccount(string Id, string Name)
{
    public string Role(string name) => $"arn:aws:iam::{Id}:role/{name}";
}

/// <summary>
/// A company of 10 to 30 accounts: its accounts and their purposes, its people, its applications, the addresses it calls from. Everything
/// comes from the seeded random numbers, so that a seed names one organization and one day of it.
/// </summary>
internal sealed class BenignOrganization
{
    private static readonly string[] Words =
        ["orders", "billing", "search", "catalog", "identity", "mobile", "ledger", "pricing", "media", "reports", "fraud", "shipping", "crm", "ml", "edge", "notify"];

    private static readonly string[] Names =
        ["ann", "bela", "chen", "dora", "emeka", "farid", "gita", "hugo", "ines", "jonas", "kofi", "lena", "mara", "nils", "olga", "pavel", "quinn", "rosa", "sven", "tara"];

    public BenignOrganization(Random random)
    {
        Random = random;
        Management = Account("management");
        LogArchive = Account("log-archive");
        Audit = Account("audit");
        SharedServices = Account("shared-services");
        var workloads = random.Next(6, 27);
        Workloads = [.. Enumerable.Range(0, workloads).Select(n => Account($"{Words[n % Words.Length]}-{(n % 3) switch { 0 => "prod", 1 => "staging", _ => "dev" }}"))];
        All = [Management, LogArchive, Audit, SharedServices, .. Workloads];
        Regions = random.Next(2) == 0 ? ["eu-west-1", "eu-central-1"] : ["us-east-1", "us-west-2", "eu-west-1"];
        Domain = "example.com";
        OfficeAddress = $"203.0.113.{random.Next(1, 250)}";
        NatAddress = $"198.51.100.{random.Next(1, 250)}";
        People = [.. Names.Take(random.Next(8, Names.Length))];
        Applications = [.. Words.Take(random.Next(5, Words.Length))];
    }

    public Random Random { get; }

    public BenignAccount Management { get; }

    public BenignAccount LogArchive { get; }

    public BenignAccount Audit { get; }

    public BenignAccount SharedServices { get; }

    public IReadOnlyList<BenignAccount> Workloads { get; }

    public IReadOnlyList<BenignAccount> All { get; }

    public IReadOnlyList<string> Regions { get; }

    public string HomeRegion => Regions[0];

    public string Domain { get; }

    public string OfficeAddress { get; }

    public string NatAddress { get; }

    public IReadOnlyList<string> People { get; }

    public IReadOnlyList<string> Applications { get; }

    public T Pick<T>(IReadOnlyList<T> items) => items[Random.Next(items.Count)];

    public string Region() => Pick(Regions);

    /// <summary>So many hexadecimal digits, as in ids of EC2.</summary>
    public string Hex(int digits) => string.Concat(Enumerable.Range(0, digits).Select(_ => "0123456789abcdef"[Random.Next(16)]));

    /// <summary>Upper-case letters and digits, as in access keys and unique ids.</summary>
    public string Code(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Random.Next(32)]));

    public string Uuid() => $"{Hex(8)}-{Hex(4)}-4{Hex(3)}-a{Hex(3)}-{Hex(12)}";

    public string PrivateAddress() => $"10.{Random.Next(0, 64)}.{Random.Next(0, 255)}.{Random.Next(4, 250)}";

    /// <summary>An address of a hosted build machine, another one every time.</summary>
    public string BuildAddress() => $"{Pick([4, 13, 20, 40, 52, 104])}.{Random.Next(1, 250)}.{Random.Next(1, 250)}.{Random.Next(1, 250)}";

    private BenignAccount Account(string name) => new(string.Concat(Enumerable.Range(0, 12).Select(n => (char)('0' + Random.Next(n == 0 ? 1 : 0, 10)))), name);
}
