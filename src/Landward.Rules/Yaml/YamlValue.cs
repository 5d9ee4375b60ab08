using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Rules.Yaml;

/// <summary>A YAML node with the place it was written at. Aliases are already replaced by what they name.</summary>
public abstract record YamlValue(SourceSpan Span);

/// <param name="Quoted">Quoted or block text is always a string: <c>"off"</c> is a word, <c>off</c> a switch.</param>
public sealed record YamlScalar(string Text, bool Quoted, SourceSpan Span) : YamlValue(Span)
{
    public bool IsNull => !Quoted && Text is "" or "~" or "null" or "Null" or "NULL";
}

public sealed record YamlSequence(ImmutableArray<YamlValue> Items, SourceSpan Span) : YamlValue(Span);

public sealed record YamlMapping(ImmutableArray<YamlEntry> Entries, SourceSpan Span) : YamlValue(Span)
{
    /// <summary>The value under the key, or null when the key is absent or has no value.</summary>
    public YamlValue? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key == key)
                    return entry.Value is YamlScalar { IsNull: true } ? null : entry.Value;
            }
            return null;
        }
    }
}

public sealed record YamlEntry(string Key, SourceSpan KeySpan, YamlValue Value);
