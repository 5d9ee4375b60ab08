namespace Landward.Detection.VpcFlow;

/// <summary>The detections over flow logs by the names that catalogue documents use.</summary>
internal static class FlowDetections
{
    private static readonly Dictionary<string, Func<NativeParameters, FlowDetection>> Known = new(StringComparer.Ordinal)
    {
        ["flow-port-scan"] = parameters => new PortScanDetection(parameters),
        ["flow-port-sweep"] = parameters => new PortSweepDetection(parameters),
        ["flow-brute-force"] = parameters => new BruteForceDetection(parameters),
        ["flow-denial-of-service"] = parameters => new DenialOfServiceDetection(parameters),
        ["flow-spam"] = parameters => new SpamDetection(parameters),
        ["flow-beacon"] = parameters => new BeaconDetection(parameters),
        ["flow-upload"] = parameters => new UploadDetection(parameters),
        ["flow-volume-unusual"] = parameters => new VolumeDetection(parameters),
        ["flow-port-unusual"] = parameters => new PortUnusualDetection(parameters),
        ["flow-resolver-unusual"] = parameters => new UnusualResolverDetection(parameters),
        ["flow-listed-address"] = parameters => new ListedAddressDetection(parameters),
        ["flow-tor-relay"] = parameters => new TorRelayDetection(parameters),
        ["flow-mining-port"] = parameters => new MiningPortDetection(parameters),
        ["flow-sensitive-port"] = parameters => new SensitivePortDetection(parameters),
        ["flow-records-skipped"] = parameters => new SkippedRecordsDetection(parameters),
    };

    /// <summary>
    /// The order in which they are asked: floods before scans and what has a name before what is only regular or new, so that each thing
    /// is reported once.
    /// </summary>
    private static readonly string[] Order =
    [
        "flow-denial-of-service", "flow-tor-relay", "flow-listed-address", "flow-brute-force", "flow-port-scan", "flow-port-sweep", "flow-spam",
        "flow-mining-port", "flow-beacon", "flow-upload", "flow-sensitive-port", "flow-records-skipped", "flow-resolver-unusual",
        "flow-port-unusual", "flow-volume-unusual",
    ];

    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>Throws <see cref="FormatException"/> with what is wrong with the parameters.</summary>
    public static FlowDetection Create(string name, NativeParameters parameters) => Known[name](parameters);

    /// <summary>The detections of the documents, in the order in which they are asked.</summary>
    public static IEnumerable<(NativeDetection Native, FlowDetection Detection)> Of(IEnumerable<NativeDetection> natives) => natives
        .Where(native => Known.ContainsKey(native.Native.Detector))
        .OrderBy(native => Array.IndexOf(Order, native.Native.Detector))
        .ThenBy(native => native.Id, StringComparer.Ordinal)
        .Select(native => (native, Create(native.Native.Detector, new NativeParameters(native.Native.Parameters))));
}
