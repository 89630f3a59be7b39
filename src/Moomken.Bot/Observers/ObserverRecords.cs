using Moomken.Bot.People;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Observers;

/// <summary>Writes one line of an imported list: the person with their own key, the look-up by phone, the invite.</summary>
internal sealed class ObserverRecords(Vault vault, PersonSeal seal, IdSource ids, TimeProvider time)
{
    public void Write(IStoreTransaction store, PlannedObserver plan)
    {
        var phone = store.Get(ObserverPhone.Documents, plan.PhoneId);
        var known = phone?.PersonId is { } id ? store.Get(Person.Documents, id) : null;
        var person = Listed(known ?? New(plan.PhoneId), plan.Listed);
        if (plan.Invite is { } issued)
        {
            person = person with { Registration = person.Registration! with { InviteId = Issue(store, person, issued) } };
        }

        store.Put(Person.Documents, person);
        if (phone?.PersonId != person.Id)
        {
            store.Put(ObserverPhone.Documents, new ObserverPhone(plan.PhoneId, person.Id));
        }
    }

    private Person New(string phoneId) => new()
    {
        Id = ids.Next(),
        Pseudonym = ids.NextCode(),
        SealedKey = seal.NewKey(),
        CreatedAt = time.GetUtcNow(),
        Registration = new Registration { Stage = Stage.Invited, PhoneId = phoneId },
    };

    /// <summary>Who has joined chose their language in the chat: a list does not change it.</summary>
    private Person Listed(Person person, ListedObserver listed)
    {
        var tongue = person.Registration!.Stage == Stage.Invited ? listed.Tongue : null;
        return person with
        {
            Role = listed.Role,
            StationId = listed.Post,
            SealedName = seal.Seal(person, listed.Name),
            SealedPhone = seal.Seal(person, listed.Phone),
            Tongue = tongue ?? person.Tongue,
            LanguageChosen = tongue is not null || person.LanguageChosen,
            Registration = person.Registration with { Cohort = listed.Cohort },
        };
    }

    private string Issue(IStoreTransaction store, Person person, IssuedInvite issued)
    {
        if (person.Registration!.InviteId is { } before && store.Get(Invite.Documents, before) is { } old)
        {
            store.Put(Invite.Documents, old with { Replaced = true });
        }

        var invite = new Invite(Invites.IdOf(vault, issued.Code), person.Id, time.GetUtcNow(), issued.ExpiresAt);
        store.Put(Invite.Documents, invite);
        return invite.Id;
    }
}
