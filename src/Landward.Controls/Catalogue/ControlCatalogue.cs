using System.Collections.Frozen;
using System.Collections.Immutable;
using Landward.Controls.Catalogue;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.Controls;

/// <summary>Landward's controls and those of the user's directories, by id. Immutable.</summary>
public sealed class ControlCatalogue
{
    private readonly FrozenDictionary<string, CatalogueControl> _byId;
    private readonly FrozenDictionary<string, string> _idBySid;

    private ControlCatalogue(IReadOnlyCollection<CatalogueControl> controls)
    {
        Controls = [.. controls.OrderBy(control => control.Id, StringComparer.Ordinal)];
        _byId = controls.ToFrozenDictionary(control => control.Id, StringComparer.Ordinal);
        _idBySid = controls.ToFrozenDictionary(control => ControlSid.Prefix(control.Id), control => control.Id, StringComparer.Ordinal);
    }

    /// <summary>Every control, ordered by id.</summary>
    public ImmutableArray<CatalogueControl> Controls { get; }

    public CatalogueControl? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The id of the control that a statement comes from, by the statement's Sid; null for a Sid that is no control's.</summary>
    public string? ControlOf(string? sid) => sid is null ? null : _idBySid.GetValueOrDefault(ControlSid.PrefixOf(sid));

    /// <summary>Reads the embedded catalogue and the user's directories (all <c>*.yaml</c> and <c>*.yml</c> below them).</summary>
    /// <param name="directories">Paths as the user wrote them, made absolute by the caller where they are relative to a file.</param>
    /// <returns>The controls that could be read, and what was wrong with the others.</returns>
    public static (ControlCatalogue Catalogue, ImmutableArray<Diagnostic> Diagnostics) Load(params IEnumerable<string> directories)
    {
        var diagnostics = new List<Diagnostic>();
        var sources = YamlFiles.Embedded(typeof(ControlCatalogue).Assembly, "controls/", "catalog/controls/").Select(file => (Directory: (string?)null, file.Name, file.Text))
            .Concat(directories.Distinct(StringComparer.Ordinal).SelectMany(directory => YamlFiles.Below(directory, diagnostics, ControlDiagnostics.Unreadable)
                .Select(file => (Directory: (string?)directory, Name: file.Path, file.Text))));
        var controls = new Dictionary<string, CatalogueControl>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            foreach (var control in new ControlFileReader(source.Directory, diagnostics).Read(source.Text, source.Name))
            {
                // Ids that differ only in punctuation would share their Sid.
                if (!controls.TryAdd(ControlSid.Prefix(control.Id), control))
                    diagnostics.Add(ControlDiagnostics.DuplicateId(control.Id, controls[ControlSid.Prefix(control.Id)].Span, control.Span));
            }
        }
        return (new ControlCatalogue(controls.Values), [.. diagnostics]);
    }
}
