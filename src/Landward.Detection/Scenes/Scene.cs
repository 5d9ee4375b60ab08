using Landward.Detection.Baselines;
using Landward.Detection.Callers;
using Landward.Rules.Sigma;

namespace Landward.Detection.Scenes;

/// <summary>
/// What a worker worked out for events that say the same in all fields of <see cref="SceneTable"/>: who calls from where. Callers call many
/// times over, and operation, outcome, time, parameters and program differ then.
/// </summary>
/// <remarks>INVARIANT: everything here can be worked out again from the next event of the scene; a scene may be forgotten at any time.</remarks>
internal sealed class Scene(ulong number)
{
    private ulong[] _asked = [];
    private ulong[] _holds = [];

    /// <summary>Tells scenes apart; never zero.</summary>
    public ulong Number => number;

    /// <summary>The caller as findings know it.</summary>
    public SceneCaller? Caller { get; set; }

    /// <summary>The caller as baselines know it; null when it has no name, there was no room for it, or it was not asked for.</summary>
    public PrincipalHistory? Principal { get; set; }

    /// <summary>Of which of the worker's tables <see cref="Principal"/> is; zero before anybody asked.</summary>
    public int PrincipalTable { get; set; }

    /// <summary>The hours of which <see cref="CallerHistory"/> knows the scene, as <see cref="CallerReader.Hour"/> says them.</summary>
    public ulong KnownHours { get; set; }

    /// <summary>Answers a question that has the same answer for all events of the scene, by its number.</summary>
    public bool Holds(int question, CompiledSigmaRule rule, SigmaEvent @event)
    {
        var (word, bit) = (question >> 6, 1UL << question);
        if (word < _asked.Length && (_asked[word] & bit) != 0)
            return (_holds[word] & bit) != 0;
        if (word >= _asked.Length)
        {
            Array.Resize(ref _asked, word + 1);
            Array.Resize(ref _holds, word + 1);
        }
        var holds = rule.Matches(@event);
        _asked[word] |= bit;
        _holds[word] |= holds ? bit : 0;
        return holds;
    }
}
