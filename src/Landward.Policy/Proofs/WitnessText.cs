using System.Globalization;
using System.Text;

namespace Landward.Policy;

/// <summary>A request in words.</summary>
internal static class WitnessText
{
    public static string Of(AuthorizationRequest request)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{request.Principal} may {request.Action} on {request.Resource}");
        var keys = request.Context.Keys.Order(StringComparer.OrdinalIgnoreCase).ToArray();
        for (var i = 0; i < keys.Length; i++)
        {
            var values = request.Context.Find(keys[i])!;
            text.Append(i == 0 ? " with " : ", ").Append(CultureInfo.InvariantCulture, $"{keys[i]} = {(values.Multivalued ? $"[{string.Join(", ", values.Values)}]" : values.Values[0])}");
        }
        return text.ToString();
    }
}
