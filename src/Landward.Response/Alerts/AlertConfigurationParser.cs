using System.Collections.Immutable;
using System.Globalization;
using Landward.Model;
using Landward.Rules.EventPatterns;
using Landward.Rules.Yaml;

namespace Landward.Response.Alerts;

/// <summary>Reads the spec's <c>alerts</c> section. A route or channel that is wrong is left out and reported, the others stand.</summary>
public sealed class AlertConfigurationParser
{
    private const int LargestEntries = 1000;
    private static readonly string[] ChannelKinds = ["console", "webhook", "slack", "sns"];
    private static readonly string[] RouteKeys = ["name", "match", "to", "groupBy", "repeat"];

    private readonly Func<string, string?> _environment;
    private readonly List<Diagnostic> _diagnostics = [];

    private AlertConfigurationParser(Func<string, string?> environment) => _environment = environment;

    /// <param name="section">The value of <c>alerts</c>.</param>
    /// <param name="environment">The value of an environment variable; null when it is not set.</param>
    public static (AlertConfiguration Configuration, ImmutableArray<Diagnostic> Diagnostics) Parse(YamlValue section, Func<string, string?> environment)
    {
        var parser = new AlertConfigurationParser(environment);
        var configuration = parser.Read(section);
        return (configuration, [.. parser._diagnostics]);
    }

    private AlertConfiguration Read(YamlValue section)
    {
        if (section is not YamlMapping alerts)
        {
            Invalid("`alerts` must be a mapping with `channels` and `routes`.", section.Span);
            return new AlertConfiguration([], []);
        }
        var channels = Entries(alerts["channels"]).Select(ReadChannel).OfType<ChannelDefinition>().ToImmutableArray();
        var known = Entries(alerts["channels"]).Select(entry => entry.Key).ToList();
        var routes = ImmutableArray.CreateBuilder<AlertRoute>();
        foreach (var item in Items(alerts["routes"]))
        {
            if (ReadRoute(item, routes.Count + 1, known) is { } route)
                routes.Add(route);
        }
        return new AlertConfiguration(channels, routes.ToImmutable());
    }

    private ChannelDefinition? ReadChannel(YamlEntry entry)
    {
        if (entry.Value is not YamlMapping { Entries: [var kind] })
        {
            Invalid($"The channel `{entry.Key}` must have exactly one of {string.Join(", ", ChannelKinds.Select(name => $"`{name}`"))}.", entry.KeySpan);
            return null;
        }
        var settings = kind.Value as YamlMapping;
        switch (kind.Key)
        {
            case "console":
                return new ChannelDefinition.Terminal(entry.Key);
            case "webhook":
                return Url(settings?["url"], entry) is { } url && TryOptionalSecret(settings?["secret"], out var secret)
                    ? new ChannelDefinition.Webhook(entry.Key, url, secret)
                    : null;
            case "slack":
                return Url(settings?["webhook"], entry) is { } webhook ? new ChannelDefinition.Slack(entry.Key, webhook) : null;
            case "sns":
                if (settings?["topicArn"] is YamlScalar topic && Arn.TryParse(topic.Text, out var arn) && arn.Service == "sns" && AccountId.TryParse(arn.Account, out _))
                    return new ChannelDefinition.Sns(entry.Key, arn);
                Invalid($"The channel `{entry.Key}` needs the ARN of an SNS topic under `topicArn`.", kind.KeySpan);
                return null;
            default:
                Invalid($"`{kind.Key}` is not a kind of channel this version sends to.{Suggestion.DidYouMean(kind.Key, ChannelKinds)}", kind.KeySpan);
                return null;
        }
    }

    private Uri? Url(YamlValue? value, YamlEntry channel)
    {
        if (!TryOptionalSecret(value, out var text))
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && Notifications.HttpDelivery.IsAllowed(url))
            return url;
        // The text itself is not shown: such URLs are secrets.
        Invalid($"The channel `{channel.Key}` needs an absolute http or https URL without user name and password, written out or as `env:NAME`.", (value ?? channel.Value).Span);
        return null;
    }

    private bool TryOptionalSecret(YamlValue? value, out string? text)
    {
        text = (value as YamlScalar)?.Text;
        if (text is null || !text.StartsWith("env:", StringComparison.Ordinal))
            return true;
        var variable = _environment(text["env:".Length..]);
        if (string.IsNullOrEmpty(variable))
        {
            _diagnostics.Add(ResponseDiagnostics.MissingSecret(text, value!.Span));
            return false;
        }
        text = variable;
        return true;
    }

    private AlertRoute? ReadRoute(YamlValue item, int number, List<string> channels)
    {
        if (item is not YamlMapping route)
        {
            Invalid($"Route {number} must be a mapping with `match` and `to`.", item.Span);
            return null;
        }
        var before = _diagnostics.Count;
        foreach (var entry in route.Entries.Where(entry => !RouteKeys.Contains(entry.Key, StringComparer.Ordinal)))
            Invalid($"`{entry.Key}` is not a setting of a route.{Suggestion.DidYouMean(entry.Key, RouteKeys)}", entry.KeySpan);
        var name = (route["name"] as YamlScalar)?.Text ?? $"route-{number}";
        var to = Texts(route["to"]);
        if (to.Count == 0)
            Invalid($"The route `{name}` must name at least one channel under `to`.", route.Span);
        foreach (var (channel, span) in to.Where(channel => !channels.Contains(channel.Text)))
            _diagnostics.Add(ResponseDiagnostics.UnknownChannel(channel, Suggestion.DidYouMean(channel, channels), span));
        var pattern = Pattern(route["match"], $"the route `{name}`", route.Span);
        var grouping = Grouping(route["groupBy"]);
        var repeat = Repeat(route["repeat"]);
        return _diagnostics.Count > before || pattern is null
            ? null
            : new AlertRoute(name, pattern, [.. to.Select(channel => channel.Text).Distinct(StringComparer.Ordinal)], grouping, repeat);
    }

    private EventPattern? Pattern(YamlValue? value, string where, SourceSpan span)
    {
        if (value is null)
        {
            _diagnostics.Add(ResponseDiagnostics.InvalidPattern(where, "`match` is missing", span));
            return null;
        }
        var (pattern, error) = EventPattern.Parse(YamlJson.ToJson(value)?.ToJsonString() ?? "null");
        if (error is not null)
            _diagnostics.Add(ResponseDiagnostics.InvalidPattern(where, error.Reason, value.Span));
        return pattern;
    }

    private ImmutableArray<AlertGrouping> Grouping(YamlValue? value)
    {
        if (value is null)
            return AlertRoute.DefaultGrouping;
        var names = Enum.GetNames<AlertGrouping>().Select(name => name.ToLowerInvariant()).ToList();
        var grouping = ImmutableArray.CreateBuilder<AlertGrouping>();
        foreach (var (text, span) in Texts(value))
        {
            if (names.Contains(text))
                grouping.Add(Enum.Parse<AlertGrouping>(text, ignoreCase: true));
            else
                Invalid($"`{text}` is not something alerts can be grouped by.{Suggestion.DidYouMean(text, names)}", span);
        }
        return grouping.ToImmutable();
    }

    private TimeSpan Repeat(YamlValue? value)
    {
        if (value is not YamlScalar { Text: [.. var digits, var unit] } scalar)
            return AlertRoute.DefaultRepeat;
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 100_000)
        {
            switch (unit)
            {
                case 's': return TimeSpan.FromSeconds(number);
                case 'm': return TimeSpan.FromMinutes(number);
                case 'h': return TimeSpan.FromHours(number);
                case 'd': return TimeSpan.FromDays(number);
            }
        }
        Invalid($"`{scalar.Text}` is not a duration. Write a number and `s`, `m`, `h` or `d`, such as `4h`.", scalar.Span);
        return AlertRoute.DefaultRepeat;
    }

    private static List<(string Text, SourceSpan Span)> Texts(YamlValue? value) => value switch
    {
        YamlScalar scalar => [(scalar.Text, scalar.Span)],
        YamlSequence sequence => [.. sequence.Items.OfType<YamlScalar>().Take(LargestEntries).Select(item => (item.Text, item.Span))],
        _ => [],
    };

    private static IEnumerable<YamlEntry> Entries(YamlValue? value) => value is YamlMapping mapping ? mapping.Entries.Take(LargestEntries) : [];

    private static IEnumerable<YamlValue> Items(YamlValue? value) => value is YamlSequence sequence ? sequence.Items.Take(LargestEntries) : [];

    private void Invalid(string detail, SourceSpan? span) => _diagnostics.Add(ResponseDiagnostics.InvalidAlerts(detail, span));
}
