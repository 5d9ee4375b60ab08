using System.Net;

namespace Landward.Tests.Detection.VpcFlow.Generated;

/// <summary>An instance of the generated organization with its network interface.</summary>
internal sealed record FlowHost(string Account, string Interface, string Instance, IPAddress Address, IPAddress AddressV6);

/// <summary>A record before it is written in some format.</summary>
internal sealed record FlowRecord(
    FlowHost At,
    IPAddress Source,
    IPAddress Destination,
    int SourcePort,
    int DestinationPort,
    int Protocol,
    long Packets,
    long Bytes,
    long Start,
    long End,
    bool IsAccepted,
    int Flags,
    string? SourceService = null,
    string? DestinationService = null);

/// <summary>What is really in a generated log.</summary>
/// <param name="Type">The type a finding about the interface must have.</param>
/// <param name="Tolerated">Types that are true of it as well and neither demanded nor wrong.</param>
internal sealed record PlantedAttack(string Type, string Interface, string Parameters, params string[] Tolerated);
