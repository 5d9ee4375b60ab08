using System.Buffers.Text;
using Landward.Logs;

namespace Landward.Detection.Baselines;

/// <summary>
/// Sees every event of a worker and learns what its caller does. Nothing is allocated for a caller whose address, program, region and
/// account are those of its last event; a hash each otherwise.
/// </summary>
/// <param name="counted">Events up to this time were counted by an earlier run: they move first and last times, and are not counted again.</param>
internal sealed class BaselineObserver(PrincipalTable principals, Locations locations, uint counted)
{
    private const int AddressLength = 48;
    private const int UserAgentLength = 192;
    private const int NameLength = 64;

    private readonly byte[] _lastName = new byte[PrincipalName.MaxLength];
    private int _lastLength;
    private PrincipalHistory? _last;
    private EventClock _clock;

    /// <summary>The principal of the event seen last; null when it has none.</summary>
    public PrincipalHistory? Current { get; private set; }

    /// <summary>When the event seen last happened.</summary>
    public uint Time { get; private set; }

    /// <summary>How much the event seen last counts: once, or not at all when it was counted by an earlier run.</summary>
    public uint Weight { get; private set; }

    /// <summary>The time of the newest event.</summary>
    public uint Newest { get; private set; }

    /// <summary>The values the event seen last has in the dimensions that every event has; zero where it has none.</summary>
    public ulong[] Values { get; } = new ulong[BaselineFactors.DimensionCount];

    public void Observe(CloudTrailEvent @event)
    {
        Current = null;
        Array.Clear(Values);
        if (!_clock.TryRead(@event.Span(CloudTrailField.EventTime), out var time))
            return;
        Newest = Math.Max(Newest, time);
        Time = time;
        Weight = time > counted ? 1u : 0u;
        if (Principal(@event) is not { } principal)
            return;
        Current = principal;
        principal.See(time, time);
        SeeName(principal, BaselineDimension.Region, principal.Region ??= new RememberedText(NameLength), @event.Span(CloudTrailField.AwsRegion));
        SeeName(principal, BaselineDimension.Account, principal.Account ??= new RememberedText(NameLength), @event.Span(CloudTrailField.RecipientAccountId));
        // What a service does on somebody's behalf comes from its own address and program.
        if (@event.Span(CloudTrailField.IdentityInvokedBy).IsEmpty)
        {
            SeeUserAgent(principal, @event.Span(CloudTrailField.UserAgent));
            SeeAddress(principal, @event.Span(CloudTrailField.SourceIpAddress));
        }
    }

    /// <summary>Learns a value that only some events have, of the event seen last; its key, or zero.</summary>
    public ulong See(BaselineDimension dimension, ReadOnlySpan<byte> text)
    {
        if (Current is not { } principal || text.IsEmpty)
            return 0;
        // A rule may ask several times about one event: it counts once.
        var key = Key(text);
        if (Values[(int)dimension] == key)
            return key;
        Values[(int)dimension] = key;
        Add(principal.Set(dimension), key, text);
        return key;
    }

    private static ulong Key(ReadOnlySpan<byte> text) => KeyedHash.Of(text) is not 0 and var key ? key : 1;

    private PrincipalHistory? Principal(CloudTrailEvent @event)
    {
        Span<byte> buffer = stackalloc byte[PrincipalName.MaxLength];
        var name = PrincipalName.Of(@event, buffer);
        if (name.IsEmpty)
            return null;
        if (_last is not null && name.SequenceEqual(_lastName.AsSpan(0, _lastLength)))
            return _last;
        _last = principals.GetOrAdd(PrincipalTable.KeyOf(name), name);
        name.CopyTo(_lastName);
        _lastLength = name.Length;
        return _last;
    }

    private void SeeName(PrincipalHistory principal, BaselineDimension dimension, RememberedText last, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.Length > NameLength)
            return;
        if (!last.Is(text))
        {
            last.Set(text);
            last.First.Key = Key(text);
        }
        Touch(principal, dimension, ref last.First, text);
    }

    private void SeeUserAgent(PrincipalHistory principal, ReadOnlySpan<byte> text)
    {
        var last = principal.UserAgent ??= new RememberedText(UserAgentLength);
        Span<byte> family = stackalloc byte[UserAgentFamily.MaxLength];
        var length = 0;
        if (!last.Is(text) || !principal.Set(BaselineDimension.UserAgent).Holds(last.First.Slot, last.First.Key))
        {
            length = UserAgentFamily.Write(text, family);
            last.Set(text);
            last.First.Key = length == 0 ? 0 : Key(family[..length]);
        }
        if (last.First.Key != 0)
            Touch(principal, BaselineDimension.UserAgent, ref last.First, family[..length]);
    }

    private void SeeAddress(PrincipalHistory principal, ReadOnlySpan<byte> text)
    {
        var last = principal.Address ??= new RememberedText(AddressLength);
        if (last.Is(text) && IsCurrent(principal, last))
        {
            TouchKnown(principal, BaselineDimension.Network, last.First);
            TouchKnown(principal, BaselineDimension.Country, last.Second);
            TouchKnown(principal, BaselineDimension.System, last.Third);
            return;
        }
        last.Set(text);
        if (!NetworkAddress.TryParse(text, out var address))
            return;
        Span<byte> name = stackalloc byte[NameLength];
        Touch(principal, BaselineDimension.Network, ref last.First, name, WriteNetwork(address, name));
        if (locations.CountryCode(address) is not 0 and var country)
        {
            (name[0], name[1]) = ((byte)(country >> 8), (byte)country);
            Touch(principal, BaselineDimension.Country, ref last.Second, name, 2);
        }
        if (locations.TryFindSystem(address, out var system) && Utf8Formatter.TryFormat(system.Number, name[2..], out var digits))
        {
            "AS"u8.CopyTo(name);
            Touch(principal, BaselineDimension.System, ref last.Third, name, digits + 2);
        }
    }

    /// <summary>Private addresses are one network: that of the VPC endpoints.</summary>
    private static int WriteNetwork(NetworkAddress address, Span<byte> name)
    {
        if (!address.IsPublic)
        {
            "private"u8.CopyTo(name);
            return "private"u8.Length;
        }
        if (address.IsV6)
        {
            Utf8Formatter.TryFormat((uint)(address.Value >> 96), name, out var length, new System.Buffers.StandardFormat('x', 8));
            "::/32"u8.CopyTo(name[length..]);
            return length + "::/32"u8.Length;
        }
        Utf8Formatter.TryFormat((byte)(address.V4 >> 24), name, out var first);
        name[first++] = (byte)'.';
        Utf8Formatter.TryFormat((byte)(address.V4 >> 16), name[first..], out var second);
        ".0.0/16"u8.CopyTo(name[(first + second)..]);
        return first + second + ".0.0/16"u8.Length;
    }

    private static bool IsCurrent(PrincipalHistory principal, RememberedText last) =>
        Holds(principal, BaselineDimension.Network, last.First) && Holds(principal, BaselineDimension.Country, last.Second) && Holds(principal, BaselineDimension.System, last.Third);

    private static bool Holds(PrincipalHistory principal, BaselineDimension dimension, (int Slot, ulong Key) row) =>
        row.Key == 0 || (principal.Find(dimension) is { } set && set.Holds(row.Slot, row.Key));

    private void TouchKnown(PrincipalHistory principal, BaselineDimension dimension, (int Slot, ulong Key) row)
    {
        if (row.Key == 0)
            return;
        principal.Find(dimension)!.Row(row.Slot).Add(Time, Time, Weight);
        Values[(int)dimension] = row.Key;
    }

    private void Touch(PrincipalHistory principal, BaselineDimension dimension, ref (int Slot, ulong Key) row, ReadOnlySpan<byte> name, int length)
    {
        row.Key = Key(name[..length]);
        Touch(principal, dimension, ref row, name[..length]);
    }

    private void Touch(PrincipalHistory principal, BaselineDimension dimension, ref (int Slot, ulong Key) row, ReadOnlySpan<byte> text)
    {
        var set = principal.Set(dimension);
        Values[(int)dimension] = row.Key;
        if (set.Holds(row.Slot, row.Key))
            set.Row(row.Slot).Add(Time, Time, Weight);
        else
            row.Slot = Add(set, row.Key, text);
    }

    private int Add(ValueSet set, ulong key, ReadOnlySpan<byte> text)
    {
        var before = set.Count;
        var slot = set.Touch(key, text, Time, Weight);
        if (set.Count > before)
            principals.CountRows(1);
        return slot;
    }
}
