using System.Buffers.Text;
using Landward.Detection.Scenes;
using Landward.Logs;

namespace Landward.Detection.Baselines;

/// <summary>
/// Sees every event of a worker and learns what its caller does. An event whose address, program, region and account are those of its
/// caller's last one is only counted; a look-up each otherwise.
/// </summary>
/// <param name="counted">Events up to this time were counted by an earlier run: they move first and last times, and are not counted again.</param>
/// <param name="calls">Of how many principals the last call is remembered.</param>
internal sealed class BaselineObserver(PrincipalTable principals, Locations locations, uint counted, int calls = RepeatedCalls.Capacity)
{
    private const int NameLength = RepeatedCall.NameLength;
    private const int LongestApi = 160;
    private const int RememberedApis = 1024;

    private readonly byte[] _name = new byte[PrincipalName.MaxLength];
    private readonly byte[] _api = new byte[LongestApi];
    private readonly (ulong Hash, ulong Key)[] _apis = new (ulong, ulong)[RememberedApis];
    private readonly byte[] _lastName = new byte[PrincipalName.MaxLength];
    private readonly byte[] _text = new byte[Math.Max(NameLength, UserAgentFamily.MaxLength)];
    private readonly RepeatedCalls _calls = new(calls);
    private readonly ValueTexts _texts = new();
    private int _lastLength;
    private int _table = 1;
    private PrincipalHistory? _last;
    private EventClock _clock;
    private bool _hasRareValues;

    /// <summary>The principal of the event seen last; null when it has none.</summary>
    public PrincipalHistory? Current { get; private set; }

    /// <summary>When the event seen last happened.</summary>
    public uint Time { get; private set; }

    /// <summary>How much the event seen last counts: once, or not at all when it was counted by an earlier run.</summary>
    public uint Weight { get; private set; }

    /// <summary>The time of the newest event.</summary>
    public uint Newest { get; private set; }

    /// <summary>What the event seen last says in the fields that every event has.</summary>
    public RepeatedCall Call => Current!.Call!;

    /// <summary>By dimension, the values of the event seen last; zero where it has none.</summary>
    public ulong[] Values => Call.Values;

    /// <summary>Looks every principal up again: those that were known are in another table now.</summary>
    public void Forget()
    {
        if (_hasRareValues)
            ForgetRareValues();
        (Current, _last) = (null, null);
        _table++;
    }

    /// <param name="scene">The event's, if it has one.</param>
    public void Observe(CloudTrailEvent @event, Scene? scene = null)
    {
        if (_hasRareValues)
            ForgetRareValues();
        Current = null;
        if (!_clock.TryRead(@event.Span(CloudTrailField.EventTime), out var time))
            return;
        Newest = Math.Max(Newest, time);
        Time = time;
        Weight = time > counted ? 1u : 0u;
        if ((scene is null ? Principal(@event) : Principal(@event, scene)) is not { } principal)
            return;
        Current = principal;
        var call = _calls.Of(principal);
        if (call.IsSaidBy(@event, time, scene, _text))
            call.Repeat(time, Weight);
        else
            Change(principal, call, @event);
        if (scene is not null)
            call.Scene = scene.Number;
    }

    /// <summary>Learns the operation of the event seen last.</summary>
    public void SeeApi(CloudTrailEvent @event)
    {
        if (Current is not { } principal || Values[(int)BaselineDimension.Api] != 0)
            return;
        var hash = KeyedHash.Of(@event.Span(CloudTrailField.EventName), KeyedHash.Of(@event.Span(CloudTrailField.EventSource)));
        ref var known = ref _apis[hash & (RememberedApis - 1)];
        // The text is wanted for what is new to the principal alone.
        if (known.Hash == hash && principal.Find(BaselineDimension.Api) is { } set && set.Find(known.Key) is >= 0 and var slot)
        {
            Values[(int)BaselineDimension.Api] = known.Key;
            _hasRareValues = true;
            set.Row(slot).Add(Time, Time, Weight);
            return;
        }
        known = (hash, See(BaselineDimension.Api, WriteApi(@event, _api)));
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
        _hasRareValues = true;
        Add(principal.Set(dimension), key, text);
        return key;
    }

    private static ulong Key(ReadOnlySpan<byte> text) => KeyedHash.Of(text) is not 0 and var key ? key : 1;

    /// <summary><c>iam:CreateAccessKey</c>; empty when it does not fit, which no API does.</summary>
    private static ReadOnlySpan<byte> WriteApi(CloudTrailEvent @event, Span<byte> buffer)
    {
        var source = @event.Span(CloudTrailField.EventSource);
        var name = @event.Span(CloudTrailField.EventName);
        var end = source.IndexOf(".amazonaws.com"u8);
        var service = end < 0 ? source : source[..end];
        if (service.Length + name.Length + 1 > buffer.Length)
            return [];
        service.CopyTo(buffer);
        buffer[service.Length] = (byte)':';
        name.CopyTo(buffer[(service.Length + 1)..]);
        return buffer[..(service.Length + 1 + name.Length)];
    }

    private void ForgetRareValues()
    {
        _hasRareValues = false;
        Values[(int)BaselineDimension.Api] = Values[(int)BaselineDimension.Role] = Values[(int)BaselineDimension.Bucket] = 0;
    }

    private PrincipalHistory? Principal(CloudTrailEvent @event, Scene scene)
    {
        if (scene.PrincipalTable != _table)
            (scene.Principal, scene.PrincipalTable) = (Principal(@event), _table);
        return scene.Principal;
    }

    private PrincipalHistory? Principal(CloudTrailEvent @event)
    {
        var name = PrincipalName.Of(@event, _name);
        if (name.IsEmpty)
            return null;
        if (_last is not null && name.SequenceEqual(_lastName.AsSpan(0, _lastLength)))
            return _last;
        _last = principals.GetOrAdd(PrincipalTable.KeyOf(name), name);
        name.CopyTo(_lastName);
        _lastLength = name.Length;
        return _last;
    }

    /// <summary>Counts the event in the rows of its values, after those that said what the one before said.</summary>
    private void Change(PrincipalHistory principal, RepeatedCall call, CloudTrailEvent @event)
    {
        principal.CountRepeated();
        principal.See(Time, Time);
        Array.Clear(call.Values);
        call.RefusedUntil = 0;
        call.Scene = 0;
        SeeName(principal, BaselineDimension.Region, call.Region, @event.Span(CloudTrailField.AwsRegion));
        SeeName(principal, BaselineDimension.Account, call.Account, @event.Span(CloudTrailField.RecipientAccountId));
        // What a service does on somebody's behalf comes from its own address and program.
        call.IsByService = !@event.Span(CloudTrailField.IdentityInvokedBy).IsEmpty;
        if (!call.IsByService)
        {
            SeeUserAgent(principal, call, @event.Span(CloudTrailField.UserAgent));
            SeeAddress(principal, call.Address, @event.Span(CloudTrailField.SourceIpAddress));
        }
        call.Complete(principal.Key);
    }

    private void SeeName(PrincipalHistory principal, BaselineDimension dimension, RememberedText last, ReadOnlySpan<byte> text)
    {
        if (!last.Is(text))
        {
            last.Set(text);
            last.First.Key = text.IsEmpty || text.Length > NameLength ? 0 : Key(text);
        }
        Touch(principal, dimension, ref last.First, text);
    }

    private void SeeUserAgent(PrincipalHistory principal, RepeatedCall call, ReadOnlySpan<byte> text)
    {
        if (!call.UserAgent.Is(text))
        {
            call.UserAgent.Set(text);
            var program = _text.AsSpan(0, UserAgentFamily.Write(text, _text));
            if (!call.Program.Is(program))
            {
                call.Program.Set(program);
                call.Program.First.Key = program.IsEmpty ? 0 : Key(program);
            }
        }
        Touch(principal, BaselineDimension.UserAgent, ref call.Program.First, call.Program.Bytes);
    }

    private void SeeAddress(PrincipalHistory principal, RememberedText last, ReadOnlySpan<byte> text)
    {
        if (last.Is(text) && IsCurrent(principal, last))
        {
            Touch(principal, BaselineDimension.Network, ref last.First, []);
            Touch(principal, BaselineDimension.Country, ref last.Second, []);
            Touch(principal, BaselineDimension.System, ref last.Third, []);
            return;
        }
        last.Set(text);
        if (!NetworkAddress.TryParse(text, out var address))
            return;
        var name = _text.AsSpan(0, NameLength);
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

    private bool IsCurrent(PrincipalHistory principal, RememberedText last) =>
        IsCurrent(principal, BaselineDimension.Network, last.First) && IsCurrent(principal, BaselineDimension.Country, last.Second) && IsCurrent(principal, BaselineDimension.System, last.Third);

    /// <summary>Whether the value can be counted, or refused, without its text.</summary>
    private bool IsCurrent(PrincipalHistory principal, BaselineDimension dimension, RememberedRow row) =>
        row.Key == 0 || (principal.Find(dimension) is { } set && (set.Holds(row.Slot, row.Key) || (row.Slot < 0 && set.Refuses(Time))));

    private void Touch(PrincipalHistory principal, BaselineDimension dimension, ref RememberedRow row, ReadOnlySpan<byte> name, int length)
    {
        row.Key = Key(name[..length]);
        Touch(principal, dimension, ref row, name[..length]);
    }

    /// <summary>Counts the event in the row of the value, if it has one or gets one.</summary>
    private void Touch(PrincipalHistory principal, BaselineDimension dimension, ref RememberedRow row, ReadOnlySpan<byte> text)
    {
        if (row.Key == 0)
            return;
        var set = principal.Set(dimension);
        Values[(int)dimension] = row.Key;
        if (set.Holds(row.Slot, row.Key))
            set.Row(row.Slot).Add(Time, Time, Weight);
        else
            row.Slot = Add(set, row.Key, text);
        if (row.Slot < 0)
            Call.RefusedUntil = Math.Max(Call.RefusedUntil, Time);
    }

    private int Add(ValueSet set, ulong key, ReadOnlySpan<byte> text)
    {
        var before = set.Cost;
        var slot = set.Touch(key, text, Time, Weight, _texts);
        if (set.Cost > before)
            principals.Charge(set.Cost - before);
        return slot;
    }
}
