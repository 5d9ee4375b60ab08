using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>
/// Values worth trying for a condition key: one for each way the statements at hand can tell values apart, as far as single
/// values show it. That they find nothing proves nothing.
/// </summary>
internal sealed class KeyCandidates(Instances instances)
{
    // A request never carries an address, a number, a date or an ARN that cannot be read, so these keys get no arbitrary text.
    private static readonly string[] Typed = ["IpAddress", "Numeric", "Date", "Bool", "Arn", "Binary"];

    private readonly Dictionary<string, List<ContextValue?>> _byKey = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<string> Keys => _byKey.Keys;

    /// <summary>A key that stands in a policy variable.</summary>
    public void AddVariable(string key)
    {
        Add(key);
        AddTo(_byKey[key], ContextValue.Single(instances.Fresh));
    }

    private void Add(string key)
    {
        if (!_byKey.ContainsKey(key))
            _byKey[key] = [null];
    }

    public void Add(StatementCondition condition)
    {
        Add(condition.Key);
        var values = _byKey[condition.Key];
        if (!Array.Exists(Typed, type => condition.Operator.Contains(type, StringComparison.OrdinalIgnoreCase)))
            AddTo(values, ContextValue.Single(instances.Fresh));
        var multivalued = condition.Operator.StartsWith("For", StringComparison.OrdinalIgnoreCase);
        foreach (var value in condition.Values.SelectMany(value => Near(condition.Operator, value)))
        {
            AddTo(values, ContextValue.Single(value));
            if (multivalued)
                AddTo(values, ContextValue.Multiple([value]));
        }
    }

    public IReadOnlyList<ContextValue?> Of(string key) => _byKey.TryGetValue(key, out var values) ? values : [];

    private static void AddTo(List<ContextValue?> values, ContextValue value)
    {
        if (!values.Exists(known => known is not null && known.Multivalued == value.Multivalued && known.Values.SequenceEqual(value.Values)))
            values.Add(value);
    }

    private IEnumerable<string> Near(string op, string value)
    {
        if (op.Contains("Bool", StringComparison.OrdinalIgnoreCase) || op.Equals("Null", StringComparison.OrdinalIgnoreCase))
            return ["true", "false"];
        if (op.Contains("IpAddress", StringComparison.OrdinalIgnoreCase))
            return Addresses(value);
        if (op.Contains("Numeric", StringComparison.OrdinalIgnoreCase) && decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
            return new[] { number, number - 1, number + 1 }.Select(near => near.ToString(CultureInfo.InvariantCulture));
        if (op.Contains("Date", StringComparison.OrdinalIgnoreCase) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            return new[] { date, date.AddDays(-1), date.AddDays(1) }.Select(near => near.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        return op.Contains("Arn", StringComparison.OrdinalIgnoreCase) ? [instances.Of(value), $"arn:aws:iam::900000000001:role/{instances.Fresh}"] : [instances.Of(value), value];
    }

    // Inside the range, and an address of documentation that no range of a policy should name (RFC 5737, RFC 3849).
    private static IEnumerable<string> Addresses(string range)
    {
        var address = range.Split('/', 2)[0];
        yield return address;
        if (IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6)
            yield return "2001:db8:77::77";
        yield return "198.51.100.77";
        yield return "203.0.113.77";
    }
}
