using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Landward.Logs;
using Landward.Model;
using Landward.Rules.EventPatterns;
using Landward.Rules.Json;
using Landward.Rules.MetricFilters;
using Landward.Rules.Sigma;

namespace Landward.Detection.Export;

/// <summary>
/// Compares a rule with its export event by event: on the rule's inline tests and on logs. A filter pattern sees the event as CloudTrail
/// writes it to a log group, an event pattern sees it under <c>detail</c>.
/// </summary>
public sealed class ExportProver
{
    private const int MaxDisagreements = 1_000;

    private readonly DetectionRule _rule;
    private readonly CompiledSigmaRule _compiled;
    private readonly Func<ReadOnlyMemory<byte>, bool> _exported;
    private readonly ImmutableArray<ExportDisagreement>.Builder _disagreements = ImmutableArray.CreateBuilder<ExportDisagreement>();
    private readonly JsonTape _tape = new(CloudTrailEvent.MaxDepth);
    private long _events;
    private long _both;
    private long _disagreeing;

    /// <summary>Compares with a filter pattern.</summary>
    public ExportProver(DetectionRule rule, FilterPattern pattern)
        : this(rule, pattern.Matches)
    {
    }

    /// <summary>Compares with an event pattern.</summary>
    public ExportProver(DetectionRule rule, EventPattern pattern)
        : this(rule, message => Matches(pattern, message))
    {
    }

    private ExportProver(DetectionRule rule, Func<ReadOnlyMemory<byte>, bool> exported)
    {
        _rule = rule;
        _exported = exported;
        // INVARIANT: the catalogue holds only rules that compile.
        _compiled = DetectionRules.Compiler(new DetectionOptions(), ImmutableDictionary<string, ImmutableArray<string>>.Empty).Compile(rule.Rule).Rule!;
    }

    /// <summary>Compares on the events of the rule's tests.</summary>
    public ExportProof ProveOnTests()
    {
        foreach (var test in _rule.Extension.Tests)
        {
            foreach (var @event in test.Events)
                Compare(test.Name, Encoding.UTF8.GetBytes(@event.ToJsonString()));
        }
        return Take();
    }

    /// <summary>Compares on logs; what cannot be read is reported and stops nothing.</summary>
    public async Task<(ExportProof Proof, ImmutableArray<Diagnostic> Diagnostics)> ProveAsync(IEnumerable<LogSource> sources, CancellationToken cancellationToken)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var source in sources.OrderBy(source => source.Origin, StringComparer.Ordinal))
        {
            var content = await LogContent.OpenAsync(source, cancellationToken);
            if (content.Format != LogFormat.CloudTrail)
                continue;
            await using var reader = new CloudTrailReader(content.Source);
            while (await reader.ReadAsync(cancellationToken))
                Compare(source.Origin, reader.Current.Json);
            diagnostics.AddRange(reader.Diagnostics);
        }
        return (Take(), diagnostics.ToImmutable());
    }

    /// <summary>The event as EventBridge wraps it.</summary>
    private static bool Matches(EventPattern pattern, ReadOnlyMemory<byte> message)
    {
        using var detail = FilterPattern.Document(message);
        if (detail is null)
            return false;
        var root = detail.RootElement;
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
        var type = Text(root, "eventType") switch
        {
            "AwsConsoleSignIn" => "AWS Console Sign In via CloudTrail",
            "AwsConsoleAction" => "AWS Console Action via CloudTrail",
            "AwsServiceEvent" => "AWS Service Event via CloudTrail",
            _ => "AWS API Call via CloudTrail",
        };
        var envelope = new ArrayBufferWriter<byte>(message.Length + 128);
        using (var writer = new Utf8JsonWriter(envelope))
        {
            writer.WriteStartObject();
            writer.WriteString("source", $"aws.{Text(root, "eventSource").Split('.', 2)[0]}");
            writer.WriteString("detail-type", type);
            writer.WritePropertyName("detail");
            writer.WriteRawValue(message.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }
        using var document = JsonDocument.Parse(envelope.WrittenMemory, new JsonDocumentOptions { MaxDepth = CloudTrailEvent.MaxDepth + 1 });
        return pattern.Matches(document.RootElement);
    }

    private void Compare(string origin, ReadOnlyMemory<byte> @event)
    {
        if (!_tape.TryRead(@event))
            return;
        _events++;
        var (rule, export) = (_compiled.Matches(_tape.Root), _exported(@event));
        if (rule && export)
            _both++;
        if (rule == export)
            return;
        _disagreeing++;
        using var document = FilterPattern.Document(@event);
        if (document is not null && _disagreements.Count < MaxDisagreements)
            _disagreements.Add(new ExportDisagreement(origin, Text(document.RootElement, "eventID"), Text(document.RootElement, "eventName"), rule, export));
    }

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "unknown";

    private ExportProof Take()
    {
        var proof = new ExportProof(_events, _both, _disagreements.DrainToImmutable(), _disagreeing);
        (_events, _both, _disagreeing) = (0, 0, 0);
        return proof;
    }
}
