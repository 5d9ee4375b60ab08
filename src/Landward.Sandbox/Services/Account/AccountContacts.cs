using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Organizations;

namespace Landward.Sandbox.Services.Account;

/// <summary>Alternate contacts, contact information and the name of an account.</summary>
internal static class AccountContacts
{
    private const string AlternateContact = "alternate-contact";
    private const string ContactInformation = "contact-information";

    public static JsonObject PutAlternateContact(CallContext call, JsonObject input)
    {
        var type = ContactType(input);
        AddressedAccount.Table(call, AddressedAccount.Of(call, input), AlternateContact)
            .Put(type, input.CopyMembers([], "Name", "Title", "EmailAddress", "PhoneNumber", "AlternateContactType"));
        return [];
    }

    public static JsonObject GetAlternateContact(CallContext call, JsonObject input)
    {
        var contact = AddressedAccount.Table(call, AddressedAccount.Of(call, input), AlternateContact).Find(ContactType(input)) ?? throw NotFound();
        return new JsonObject { ["AlternateContact"] = contact.Copy() };
    }

    public static JsonObject DeleteAlternateContact(CallContext call, JsonObject input) =>
        AddressedAccount.Table(call, AddressedAccount.Of(call, input), AlternateContact).Remove(ContactType(input)) ? [] : throw NotFound();

    public static JsonObject PutContactInformation(CallContext call, JsonObject input)
    {
        AddressedAccount.Table(call, AddressedAccount.Of(call, input), ContactInformation)
            .Put(ContactInformation, input.RequiredStructure(nameof(ContactInformation)).Copy());
        return [];
    }

    public static JsonObject GetContactInformation(CallContext call, JsonObject input)
    {
        var contact = AddressedAccount.Table(call, AddressedAccount.Of(call, input), ContactInformation).Find(ContactInformation) ?? throw NotFound();
        return new JsonObject { [nameof(ContactInformation)] = contact.Copy() };
    }

    public static JsonObject GetAccountInformation(CallContext call, JsonObject input)
    {
        var id = AddressedAccount.Of(call, input);
        var account = OrganizationState.AccountsOf(call).Find(id) ?? throw NotFound();
        return new JsonObject
        {
            ["AccountId"] = id,
            ["AccountName"] = account.Text("Name"),
            ["AccountCreatedDate"] = account.Text("CreatedTimestamp"),
            ["AccountState"] = OrganizationAccounts.IsClosed(account) ? "CLOSED" : "ACTIVE",
        };
    }

    public static JsonObject PutAccountName(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("AccountName");
        if (name.Length is 0 or > 50)
            throw new AwsErrorException("ValidationException", "An account name has 1 to 50 characters.", 400);
        OrganizationState.AccountsOf(call).Update(AddressedAccount.Of(call, input), account => account["Name"] = name);
        return [];
    }

    private static string ContactType(JsonObject input) =>
        input.RequiredText("AlternateContactType") is "BILLING" or "OPERATIONS" or "SECURITY"
            ? input.Text("AlternateContactType")!
            : throw new AwsErrorException("ValidationException", "The contact type must be BILLING, OPERATIONS or SECURITY.", 400);

    private static AwsErrorException NotFound() => new("ResourceNotFoundException", "No contact of the inputted alternate contact type found.", 404);
}
