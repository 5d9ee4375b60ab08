using System.Text;
using Landward.Policy;

namespace Landward.Access.History;

/// <summary>A resource type's ARN template, to be filled from a recorded call or held against an ARN in it.</summary>
internal sealed class ResourceTemplate
{
    private readonly Part[] _parts;

    public ResourceTemplate(IamAction action, IamActionResource resource)
    {
        Type = resource.ResourceType;
        Required = resource.Required;
        _parts = Split(Type.ArnTemplate);
        LiteralLength = _parts.Where(part => !part.IsPlaceholder).Sum(part => part.Text.Length);
        var own = _parts.Where(part => part is { IsPlaceholder: true, Text: not ("Partition" or "Region" or "Account") }).ToArray();
        foreach (var part in own)
            part.Names = PlaceholderNames.Of(action.Name, Type, part.Text, alone: own.Length == 1);
    }

    public IamResourceType Type { get; }

    public bool Required { get; }

    /// <summary>Among templates that fit an ARN the one with the most says most.</summary>
    public int LiteralLength { get; }

    /// <summary>The members of requestParameters that the ARN is filled from.</summary>
    public IEnumerable<string> ParameterNames => _parts.Where(part => part.Names is not null).SelectMany(part => part.Names!.All);

    /// <summary>The ARNs that the call's parameters name: one for each value when a single placeholder has several.</summary>
    /// <param name="filled">False when some placeholder had no value: the texts then hold <c>*</c> for it.</param>
    public List<string> Fill(in CallPlace place, RequestParameters parameters, out bool filled)
    {
        filled = true;
        var texts = new List<StringBuilder> { new() };
        var values = new List<string>();
        foreach (var part in _parts)
        {
            values.Clear();
            switch (part)
            {
                case { IsPlaceholder: false }:
                    values.Add(part.Text);
                    break;
                case { Text: "Partition" }:
                    values.Add(place.Partition);
                    break;
                case { Text: "Region" }:
                    values.Add(place.Region);
                    break;
                case { Text: "Account" }:
                    values.Add(place.Account);
                    break;
                default:
                    part.Names!.Collect(place, parameters, values);
                    break;
            }
            if (values.Count == 0)
            {
                values.Add("*");
                filled = false;
            }
            if (values.Count > 1 && texts.Count > 1)
                values.RemoveRange(1, values.Count - 1);
            var first = texts[0].ToString();
            for (var i = texts.Count; i < values.Count; i++)
                texts.Add(new StringBuilder(first));
            for (var i = 0; i < texts.Count; i++)
                texts[i].Append(values[Math.Min(i, values.Count - 1)]);
        }
        return texts.ConvertAll(text => text.ToString());
    }

    private static Part[] Split(string template)
    {
        var parts = new List<Part>();
        var rest = template.AsSpan();
        while (!rest.IsEmpty)
        {
            var start = rest.IndexOf("${", StringComparison.Ordinal);
            var end = start < 0 ? -1 : rest[start..].IndexOf('}') + start;
            if (start < 0 || end < start)
            {
                parts.Add(new Part(rest.ToString(), IsPlaceholder: false));
                break;
            }
            if (start > 0)
                parts.Add(new Part(rest[..start].ToString(), IsPlaceholder: false));
            parts.Add(new Part(rest[(start + 2)..end].ToString(), IsPlaceholder: true));
            rest = rest[(end + 1)..];
        }
        return [.. parts];
    }

    private sealed record Part(string Text, bool IsPlaceholder)
    {
        public PlaceholderNames? Names { get; set; }
    }
}

/// <summary>Where a call was made.</summary>
/// <param name="Named">Users and roles without path to their ARNs, as in <see cref="HistoryOptions.Named"/>.</param>
internal readonly record struct CallPlace(string Partition, string Region, string Account, IReadOnlyDictionary<string, string> Named);
