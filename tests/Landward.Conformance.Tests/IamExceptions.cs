using System.Collections.Frozen;

namespace Landward.Conformance.Tests;

/// <summary>
/// Cases that contradict AWS's documentation: id to what Landward does instead and the page it follows. They count as failed;
/// the list of failures carries the reason.
/// </summary>
internal static class IamExceptions
{
    public static readonly FrozenDictionary<string, string> Reasons = FrozenDictionary<string, string>.Empty;
}
