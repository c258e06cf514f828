package heed.store.internal.inventory;

import heed.model.field.StandardFields;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one person: the prospects who have one of the person's addresses, every address that only they have or had, and
 * the mails, bounces and messages to and from them.
 */
public final class PersonRows {
    private static final int EMAIL = StandardFields.EMAIL.slot();

    private final SqlSession session;
    private final AccountKey account;
    private final AddressAliases aliases;
    private final Set<String> addresses = new TreeSet<>();
    private final Set<Long> prospects = new TreeSet<>();
    private final Set<Long> formerHolders;
    private final Set<Long> mails;

    private PersonRows(
            SqlSession session,
            AccountKey account,
            AddressAliases aliases,
            Collection<EmailAddress> given,
            Collection<ProspectId> givenProspects) {
        this.session = session;
        this.account = account;
        this.aliases = aliases;
        givenProspects.forEach(prospect -> prospects.add(prospect.value()));
        given.forEach(address -> addresses.add(address.value()));
        findPerson();
        this.formerHolders = findFormerHolders();
        this.formerHolders.removeAll(prospects);
        this.mails = findMails();
    }

    /**
     * Finds the rows of the person who has these addresses and is these prospects.
     *
     * @param prospects prospects of the account
     */
    public static PersonRows find(
            SqlSession session,
            AccountKey account,
            AddressAliases aliases,
            Collection<EmailAddress> addresses,
            Collection<ProspectId> prospects) {
        return new PersonRows(session, account, aliases, addresses, prospects);
    }

    /** Returns the person's addresses, former ones included unless another prospect has them now. */
    public Set<String> addresses() {
        return Collections.unmodifiableSet(addresses);
    }

    /** Returns the keys of the prospects who are the person. */
    public Set<Long> prospects() {
        return Collections.unmodifiableSet(prospects);
    }

    /** Returns the other prospects who had one of the addresses and have another address now, or none. */
    public Set<Long> formerHolders() {
        return Collections.unmodifiableSet(formerHolders);
    }

    /** Returns the mails to the prospects, and those to the addresses. */
    public Set<Long> mails() {
        return Collections.unmodifiableSet(mails);
    }

    /** Returns the bounces of the mails and of the addresses. */
    public Set<Long> findBounces() {
        Set<Long> bounces = numbers("SELECT id FROM bounce WHERE mail {in ?}", mails);
        bounces.addAll(numbers("SELECT id FROM bounce WHERE account = ? AND address {in ?}", addresses, account.id()));
        return bounces;
    }

    /** Returns the messages to the bounce address that the person sent, or that reply to one of the mails. */
    public Set<Long> findAsideMails() {
        Set<Long> aside = numbers("SELECT id FROM aside_mail WHERE mail {in ?}", mails);
        for (String column : List.of("sender", "missing_recipient")) {
            aside.addAll(numbers(
                    "SELECT id FROM aside_mail WHERE account = ? AND " + column + " {in ?}", addresses, account.id()));
        }
        return aside;
    }

    private void findPerson() {
        int known;
        do {
            known = addresses.size() + prospects.size();
            addresses.addAll(texts("SELECT email FROM prospect WHERE email IS NOT NULL AND key {in ?}", prospects));
            addresses.addAll(aliases.withAliases(Set.copyOf(addresses)));
            prospects.addAll(findHolders(addresses));
        } while (addresses.size() + prospects.size() > known);
        Set<String> former = new TreeSet<>();
        for (String column : List.of("from_text", "to_text")) {
            former.addAll(texts(
                    "SELECT %1$s FROM fact WHERE %1$s IS NOT NULL AND field = ? AND prospect {in ?}".formatted(column),
                    prospects,
                    EMAIL));
        }
        former.addAll(texts("SELECT address FROM mail WHERE address IS NOT NULL AND prospect {in ?}", prospects));
        for (String address : former) {
            Collection<String> mailbox = aliases.withAliases(List.of(address));
            if (prospects.containsAll(findHolders(mailbox))) {
                addresses.addAll(mailbox);
            }
        }
    }

    private Set<Long> findHolders(Collection<String> texts) {
        return numbers("SELECT key FROM prospect WHERE account = ? AND email {in ?}", texts, account.id());
    }

    private Set<Long> findFormerHolders() {
        Set<Long> holders = numbers(
                "SELECT prospect FROM former_address WHERE account = ? AND address {in ?}", addresses, account.id());
        for (String column : List.of("from_text", "to_text")) {
            holders.addAll(numbers(
                    "SELECT prospect FROM fact WHERE prospect > ? AND prospect <= ? AND field = ? AND " + column
                            + " {in ?}",
                    addresses,
                    account.keyFloor(),
                    account.maxKey(),
                    EMAIL));
        }
        return holders;
    }

    private Set<Long> findMails() {
        Set<Long> found = numbers("SELECT id FROM mail WHERE prospect {in ?}", prospects);
        found.addAll(numbers(
                "SELECT id FROM mail WHERE account = ? AND prospect IS NULL AND address {in ?}",
                addresses,
                account.id()));
        for (long holder : formerHolders) {
            found.addAll(numbers("SELECT id FROM mail WHERE prospect = ? AND address {in ?}", addresses, holder));
        }
        return found;
    }

    private Set<Long> numbers(String sql, Collection<?> in, @Nullable Object... values) {
        return new TreeSet<>(session.queryIn(sql, in, row -> row.number(1), values));
    }

    private Set<String> texts(String sql, Collection<?> in, @Nullable Object... values) {
        return new TreeSet<>(session.queryIn(sql, in, row -> row.text(1), values));
    }
}
