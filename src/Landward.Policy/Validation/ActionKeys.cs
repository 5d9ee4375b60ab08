namespace Landward.Policy.Validation;

/// <summary>Which condition keys may a request for an action carry?</summary>
internal static class ActionKeys
{
    public static bool Knows(IamAction action, IamConditionKey key)
    {
        if (action.ConditionKeys.Contains(key))
            return true;
        foreach (var resource in action.ResourceTypes)
        {
            if (resource.ConditionKeys.Contains(key) || resource.ResourceType.ConditionKeys.Contains(key))
                return true;
        }
        return false;
    }
}
