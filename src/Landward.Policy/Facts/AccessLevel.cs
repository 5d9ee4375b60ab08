namespace Landward.Policy;

/// <summary>What an action does, as the Service Authorization Reference classifies it.</summary>
public enum AccessLevel
{
    Read,
    List,
    Write,
    Tagging,
    PermissionsManagement,
}
