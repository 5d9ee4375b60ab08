namespace Landward.Sandbox.Services.Account;

/// <summary>The operations of AWS Account Management the sandbox implements.</summary>
internal static class AccountService
{
    public static void AddTo(ServiceRegistry registry)
    {
        Add("PutAlternateContact", AccountContacts.PutAlternateContact);
        Add("GetAlternateContact", AccountContacts.GetAlternateContact);
        Add("DeleteAlternateContact", AccountContacts.DeleteAlternateContact);
        Add("PutContactInformation", AccountContacts.PutContactInformation);
        Add("GetContactInformation", AccountContacts.GetContactInformation);
        Add("GetAccountInformation", AccountContacts.GetAccountInformation);
        Add("PutAccountName", AccountContacts.PutAccountName);
        Add("ListRegions", AccountRegions.ListRegions);
        Add("GetRegionOptStatus", AccountRegions.GetRegionOptStatus);
        Add("EnableRegion", AccountRegions.EnableRegion);
        Add("DisableRegion", AccountRegions.DisableRegion);

        void Add(string operation, OperationHandler handler) => registry.Add("account", operation, handler);
    }
}
