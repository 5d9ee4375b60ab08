using System.Text;
using Landward.Detection.Scenes;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>Whether a field of the event is on a list. Without such a list a rule does not match.</summary>
internal sealed class ListGate(ThreatLists lists) : MatchGate
{
    private const string SourceAddress = "sourceIPAddress";

    private readonly ListPurpose[] _given = [.. Enum.GetValues<ListPurpose>().Where(purpose => purpose != ListPurpose.Trusted && lists.Has(purpose))];
    private readonly byte[] _last = new byte[NetworkAddress.MaxLength];
    private int _lastLength = -1;
    private int _purposes;

    public override bool ObservesAll => _given.Length > 0;

    /// <summary>Nearly every event comes from an address on no list: it is looked up once for all rules.</summary>
    public override void Observe(CloudTrailEvent @event, Scene? scene)
    {
        var text = @event.Span(CloudTrailField.SourceIpAddress);
        if (text.Length == _lastLength && text.SequenceEqual(_last.AsSpan(0, _lastLength)))
            return;
        _purposes = 0;
        _lastLength = text.Length <= _last.Length ? text.Length : -1;
        if (_lastLength < 0)
            return;
        text.CopyTo(_last);
        if (!NetworkAddress.TryParse(text, out var address))
            return;
        foreach (var purpose in _given)
            _purposes |= lists.TryFind(purpose, address, out _) ? 1 << (int)purpose : 0;
    }

    public override bool RulesOut(RuleExtension extension) =>
        extension.Lists is { IsDomain: false, Path: SourceAddress } question && (Mask(question) & _purposes) == 0;

    public override bool Concerns(RuleExtension extension) => extension.Lists is not null;

    public override GateAnswer Ask(RuleExtension extension, CloudTrailEvent @event)
    {
        var question = extension.Lists!;
        if (CloudTrailSigmaEvent.Fields.TryGetValue(question.Path, out var field))
            return Ask(question, @event.Span(field), @event);
        foreach (var text in EventPaths.All(@event.Root, question.Path))
        {
            if (Ask(question, Encoding.UTF8.GetBytes(text), @event) is { Holds: true } answer)
                return answer;
        }
        return GateAnswer.No;
    }

    public override void Merge(MatchGate other)
    {
        // INVARIANT: lists are given before the run; nothing is learnt from events.
    }

    private static int Mask(ListQuestion question)
    {
        var mask = 0;
        foreach (var purpose in question.Purposes)
            mask |= 1 << (int)purpose;
        return mask;
    }

    private GateAnswer Ask(ListQuestion question, ReadOnlySpan<byte> text, CloudTrailEvent @event)
    {
        var isAddress = NetworkAddress.TryParse(text, out var address);
        foreach (var purpose in question.Purposes)
        {
            ListEntry entry = default;
            if (question.IsDomain ? lists.TryFind(purpose, text, out entry) : isAddress && lists.TryFind(purpose, address, out entry))
            {
                var what = isAddress ? address.ToString() : entry.Domain;
                return GateAnswer.Because($"Seen: {ShownText.Of(@event, CloudTrailField.EventName)} by {EventActor.Principal(@event) ?? "an unknown caller"}; {question.Path} {what} is on a list: {entry}.");
            }
        }
        return GateAnswer.No;
    }
}
