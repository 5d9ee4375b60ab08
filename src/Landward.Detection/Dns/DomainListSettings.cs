using System.Collections.Immutable;

namespace Landward.Detection.Dns;

/// <summary>Which domains a document reports.</summary>
/// <param name="Purpose">The user's lists that count; null for none.</param>
/// <param name="Domains">Domains named in the document.</param>
internal sealed record DomainListSettings(ListPurpose? Purpose, ImmutableArray<string> Domains)
{
    public static DomainListSettings Read(NativeParameters parameters)
    {
        var domains = parameters.Texts("domains");
        if (parameters.Text("list") is not { } name)
            return domains.IsEmpty ? throw new FormatException("`parameters` need `list`, `domains` or both.") : new DomainListSettings(null, domains);
        return ListPurposes.TryParse(name, out var purpose)
            ? new DomainListSettings(purpose, domains)
            : throw new FormatException($"`parameters.list: {name}` must be one of {string.Join(", ", ListPurposes.Names)}.");
    }
}
