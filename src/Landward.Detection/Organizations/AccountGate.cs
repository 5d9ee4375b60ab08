using System.Collections.Immutable;
using System.Text;
using Landward.Detection.Scenes;
using Landward.Logs;

namespace Landward.Detection.Organizations;

/// <summary>
/// Questions about accounts being the organization's own. Every account whose log is read is one of them, so the answer is known only
/// when everything is read.
/// </summary>
internal sealed class AccountGate : MatchGate
{
    /// <summary>More accounts than any organization has.</summary>
    private const int MaxAccounts = 50_000;

    private const int MaxAnswers = 4096;
    private const int LongestAnswer = 32;
    private const int IdLength = 12;

    private readonly HashSet<string> _own = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly byte[] _last = new byte[IdLength];
    private readonly Dictionary<OrganizationQuestion, ulong> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ulong, ImmutableArray<string>> _answers = [];

    public AccountGate(DetectionOptions options)
    {
        _own.UnionWith(options.AllOwnAccounts());
        _lookup = _own.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public override bool ObservesAll => true;

    public override bool Concerns(RuleExtension extension) => extension.Organization is { AsksForAccounts: true };

    public override void Observe(CloudTrailEvent @event, Scene? scene)
    {
        var account = @event.Span(CloudTrailField.RecipientAccountId);
        // Events of one file are mostly those of one account.
        if (account.Length != IdLength || account.SequenceEqual(_last))
            return;
        account.CopyTo(_last);
        Span<char> text = stackalloc char[IdLength];
        if (Encoding.UTF8.GetChars(account, text) == IdLength && !_lookup.Contains(text) && _own.Count < MaxAccounts)
            _own.Add(text.ToString());
    }

    /// <summary>Tools write the same policy on many resources, and several rules ask about each: what it grants is worked out once.</summary>
    private ImmutableArray<string> Candidates(CloudTrailEvent @event, OrganizationQuestion question)
    {
        var parameters = @event.Span(CloudTrailField.RequestParameters);
        if (parameters.IsEmpty || !question.IsAboutParameters)
            return OrganizationAnswer.Candidates(@event, question);
        if (!_numbers.TryGetValue(question, out var number))
            _numbers.Add(question, number = (ulong)_numbers.Count + 1);
        var hash = KeyedHash.Of(parameters, KeyedHash.Of(@event.Span(CloudTrailField.EventSource), number));
        if (_answers.TryGetValue(hash, out var answer))
            return answer;
        answer = OrganizationAnswer.Candidates(@event, question);
        if (answer.Length > LongestAnswer)
            return answer;
        if (_answers.Count >= MaxAnswers)
            _answers.Clear();
        _answers.Add(hash, answer);
        return answer;
    }

    public override GateAnswer Ask(RuleExtension extension, CloudTrailEvent @event)
    {
        var candidates = Candidates(@event, extension.Organization!);
        return candidates.IsEmpty ? GateAnswer.No : GateAnswer.Wait(candidates);
    }

    public override bool Settle(HeldMatch held, object waiting) =>
        OrganizationAnswer.Holds((ImmutableArray<string>)waiting, held.Rule.Extension.Organization!, _own);

    public override void Merge(MatchGate other) => _own.UnionWith(((AccountGate)other)._own);
}
