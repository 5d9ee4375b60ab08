using System.Text.Json.Nodes;
using Landward.Rules.EventPatterns;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Events;

/// <summary>Event patterns given by callers: parsed by the engine that also delivers, refused with EventBridge's reason.</summary>
internal static class PatternCheck
{
    public static EventPattern Require(string text)
    {
        var (pattern, error) = EventPattern.Parse(text);
        return pattern ?? throw new AwsErrorException("InvalidEventPatternException", $"Event pattern is not valid. Reason: {error?.Reason}", 400);
    }

    public static bool Matches(string patternText, JsonObject busEvent) => Require(patternText).Matches(busEvent);
}
