using Landward.Detection.Scenes;
using Landward.Logs;

namespace Landward.Detection.Baselines;

/// <summary>
/// What a principal's last event said in the fields that every event has, and how many events since said the same. Their rows are
/// brought up to date when something changes, or is asked: callers do the same many times over.
/// </summary>
internal sealed class RepeatedCall
{
    private const int AddressLength = 48;
    private const int UserAgentLength = 192;
    public const int NameLength = 64;

    /// <summary>Whose it is.</summary>
    public PrincipalHistory? Principal { get; set; }

    /// <summary>Where the caller is: network, country and autonomous system.</summary>
    public RememberedText Address { get; } = new(AddressLength);

    public RememberedText UserAgent { get; } = new(UserAgentLength);

    /// <summary>The program that the user agent names.</summary>
    public RememberedText Program { get; } = new(UserAgentFamily.MaxLength);

    public RememberedText Region { get; } = new(NameLength);

    public RememberedText Account { get; } = new(NameLength);

    /// <summary>A service called on the principal's behalf, from its own address and with its own program.</summary>
    public bool IsByService { get; set; }

    /// <summary>The <see cref="Scenes.Scene.Number"/> of the last event; zero when it had none.</summary>
    public ulong Scene { get; set; }

    /// <summary>By dimension, the keys of the last event's values; zero where it has none.</summary>
    public ulong[] Values { get; } = new ulong[BaselineFactors.DimensionCount];

    /// <summary>A hash of the values that every event has.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Events up to this time may get a row for a value that has none because there are too many.</summary>
    public uint RefusedUntil { get; set; }

    /// <summary>Of the events that are not in their rows yet: the first and the last, and how many count.</summary>
    public uint First { get; private set; } = uint.MaxValue;

    public uint Last { get; private set; }

    public uint Count { get; private set; }

    /// <summary>There are such events.</summary>
    public bool IsRepeated => First != uint.MaxValue;

    /// <summary>Whether the event says the same as the last one.</summary>
    /// <param name="time">When the event happened.</param>
    /// <param name="scene">The event's, if it has one.</param>
    /// <param name="program">Room for <see cref="UserAgentFamily.MaxLength"/> bytes.</param>
    public bool IsSaidBy(CloudTrailEvent @event, uint time, Scene? scene, Span<byte> program)
    {
        if (time < RefusedUntil)
            return false;
        if (scene is not null && scene.Number == Scene)
            return IsByService || IsOfProgram(@event.Span(CloudTrailField.UserAgent), program);
        if (IsByService == @event.Span(CloudTrailField.IdentityInvokedBy).IsEmpty)
            return false;
        if (!Region.Is(@event.Span(CloudTrailField.AwsRegion)) || !Account.Is(@event.Span(CloudTrailField.RecipientAccountId)))
            return false;
        return IsByService || (Address.Is(@event.Span(CloudTrailField.SourceIpAddress)) && IsOfProgram(@event.Span(CloudTrailField.UserAgent), program));
    }

    /// <summary>Counts an event that says the same.</summary>
    public void Repeat(uint time, uint weight)
    {
        First = Math.Min(First, time);
        Last = Math.Max(Last, time);
        Count = (uint)Math.Min(uint.MaxValue, (ulong)Count + weight);
    }

    /// <summary>To be called when the events are in their rows.</summary>
    public void Forget() => (First, Last, Count) = (uint.MaxValue, 0, 0);

    /// <summary>Makes it another principal's, who has said nothing yet.</summary>
    public void Give(PrincipalHistory principal)
    {
        Principal = principal;
        foreach (var text in (ReadOnlySpan<RememberedText>)[Address, UserAgent, Program, Region, Account])
            text.Forget();
        Array.Clear(Values);
        (IsByService, Scene, RefusedUntil) = (false, 0, 0);
        Forget();
    }

    /// <summary>To be called when all values of another event are there.</summary>
    public void Complete(ulong principal)
    {
        Hash = principal;
        foreach (var value in Values)
            Hash = KeyedHash.Combine(Hash, value);
    }

    /// <summary>User agents differ in versions and other detail all the time; their rows do not.</summary>
    private bool IsOfProgram(ReadOnlySpan<byte> userAgent, Span<byte> program)
    {
        if (UserAgent.Is(userAgent))
            return true;
        if (!Program.Is(program[..UserAgentFamily.Write(userAgent, program)]))
            return false;
        UserAgent.Replace(userAgent);
        return true;
    }
}
