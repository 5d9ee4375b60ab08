using System.Text;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>Where the names around a row stand, and what the place of the log tells about it.</summary>
internal sealed class FlowColumns(FlowLayout layout, string origin)
{
    private const int MaxName = 128;

    private readonly int _account = layout.Column(FlowField.AccountId);
    private readonly int _interface = layout.Column(FlowField.InterfaceId);
    private readonly int _region = layout.Column(FlowField.Region);

    private readonly string _regionOfOrigin = RegionOf(origin);

    public FlowLayout Layout => layout;

    public int Instance { get; } = layout.Column(FlowField.InstanceId);

    /// <summary>The interface of a row with everything the row says about it.</summary>
    public FlowInterface Read(FlowLogReader reader, in FlowRow row) => new()
    {
        Account = Text(reader, row, _account) ?? FlowInterfaces.Unknown,
        Id = Text(reader, row, _interface) ?? FlowInterfaces.Unknown,
        Instance = Text(reader, row, Instance),
        Region = Text(reader, row, _region) ?? _regionOfOrigin,
    };

    private static string? Text(FlowLogReader reader, in FlowRow row, int column)
    {
        if (column < 0)
            return null;
        var text = reader.Text(row, column);
        return text.SequenceEqual("-"u8) || text.Length > MaxName ? null : Encoding.UTF8.GetString(text);
    }

    /// <summary>
    /// The Region in a flow log's key, <c>.../vpcflowlogs/eu-west-1/2026/...</c> or <c>.../aws-region=eu-west-1/...</c>
    /// (https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html).
    /// </summary>
    private static string RegionOf(string origin)
    {
        var parts = origin.Split('/', '\\');
        var after = Array.IndexOf(parts, "vpcflowlogs");
        if (after >= 0 && after + 1 < parts.Length)
            return parts[after + 1];
        const string Hive = "aws-region=";
        return Array.Find(parts, part => part.StartsWith(Hive, StringComparison.Ordinal)) is { } hive ? hive[Hive.Length..] : FlowInterfaces.Unknown;
    }
}
