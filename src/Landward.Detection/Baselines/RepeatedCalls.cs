namespace Landward.Detection.Baselines;

/// <summary>
/// The last calls of the principals that called of late, in a ring: each takes nearly a kilobyte, and a log may name any number of
/// principals. One whose call was given to another starts again with the next event, which costs time and changes nothing.
/// </summary>
/// <param name="capacity">Of how many principals.</param>
internal sealed class RepeatedCalls(int capacity = RepeatedCalls.Capacity)
{
    public const int Capacity = 4096;

    private readonly List<RepeatedCall> _calls = [];
    private int _next;

    /// <summary>The principal's last call; an empty one when it is not known.</summary>
    public RepeatedCall Of(PrincipalHistory principal) => principal.Call ??= Next(principal);

    private RepeatedCall Next(PrincipalHistory principal)
    {
        if (_calls.Count < capacity)
        {
            _calls.Add(new RepeatedCall { Principal = principal });
            return _calls[^1];
        }
        var call = _calls[_next];
        _next = (_next + 1) % capacity;
        // What was put aside has been counted.
        if (call.Principal is { } before && before.Call == call)
        {
            before.CountRepeated();
            before.Call = null;
        }
        call.Give(principal);
        return call;
    }
}
