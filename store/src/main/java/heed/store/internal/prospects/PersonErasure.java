package heed.store.internal.prospects;

import heed.mail.SkipReason;
import heed.mail.gate.Mail;
import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.store.ErasureRefusedException;
import heed.model.store.ErasureResult;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.suppression.ForgottenAddresses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Erases one person in one transaction: see {@link heed.model.store.UnitOfWork#erasePerson}. */
final class PersonErasure {
    private static final int EMAIL = StandardFields.EMAIL.slot();

    private final SqlSession session;
    private final AccountKey account;
    private final Provenance provenance;
    private final AddressAliases aliases;
    private final Set<String> addresses = new TreeSet<>();
    private final Set<Long> prospects = new TreeSet<>();
    private final Set<Long> formerHolders = new TreeSet<>();

    PersonErasure(SqlSession session, AccountKey account, Provenance provenance) {
        this.session = session;
        this.account = account;
        this.provenance = provenance;
        session.dialect().lockAllAddresses(session, account);
        this.aliases = AddressAliases.load(session, account);
    }

    ErasureResult erase(Collection<EmailAddress> given, Collection<ProspectId> givenProspects) {
        givenProspects.forEach(prospect -> prospects.add(prospect.value()));
        given.forEach(address -> addresses.add(address.value()));
        findPerson();
        formerHolders.addAll(findFormerHolders());
        formerHolders.removeAll(prospects);
        requireNoRunInProgress();
        Set<Long> mails = findMails();
        requireNothingInFlight(mails);
        Set<Long> bounces = findBounces(mails);

        session.dialect().overwriteDeleted(session);
        clearReasons();
        int cancelled = eraseMails(mails);
        eraseBounces(bounces);
        eraseAsideMails(mails);
        eraseEntries();
        eraseProspects();
        new ForgottenAddresses(session, account, aliases.matching()).add(addresses, provenance);
        return new ErasureResult(addresses.size(), prospects.size(), mails.size(), cancelled, bounces.size());
    }

    /**
     * Finds the prospects who have the addresses, the other addresses that they have, and those of their former addresses
     * that nobody else has.
     */
    private void findPerson() {
        int known;
        do {
            known = addresses.size() + prospects.size();
            addresses.addAll(texts("SELECT email FROM prospect WHERE email IS NOT NULL AND key {in ?}", prospects));
            addresses.addAll(aliases.withAliases(Set.copyOf(addresses)));
            prospects.addAll(findHolders(addresses));
        } while (addresses.size() + prospects.size() > known);
        Set<String> former = new TreeSet<>();
        former.addAll(texts(
                "SELECT from_text FROM fact WHERE from_text IS NOT NULL AND field = ? AND prospect {in ?}",
                prospects,
                EMAIL));
        former.addAll(texts(
                "SELECT to_text FROM fact WHERE to_text IS NOT NULL AND field = ? AND prospect {in ?}",
                prospects,
                EMAIL));
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

    /** Returns the prospects who had one of the addresses; some of them have others now. */
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

    private void requireNoRunInProgress() {
        if (session.queryBoolean(
                "SELECT EXISTS (SELECT 1 FROM run WHERE account = ? AND finished IS NULL AND lease_until > ?)",
                account.id(),
                provenance.at().toString())) {
            throw new ErasureRefusedException("a run or an import is in progress; erase the person when it has ended");
        }
    }

    private Set<Long> findMails() {
        Set<Long> mails = numbers("SELECT id FROM mail WHERE prospect {in ?}", prospects);
        mails.addAll(numbers(
                "SELECT id FROM mail WHERE account = ? AND prospect IS NULL AND address {in ?}",
                addresses,
                account.id()));
        for (long holder : formerHolders) {
            mails.addAll(numbers("SELECT id FROM mail WHERE prospect = ? AND address {in ?}", addresses, holder));
        }
        return mails;
    }

    private void requireNothingInFlight(Set<Long> mails) {
        if (!numbers("SELECT id FROM mail WHERE lease_end IS NOT NULL AND id {in ?}", mails)
                .isEmpty()) {
            throw new ErasureRefusedException(
                    "a mail to this person is in flight; erase the person when its outcome is known");
        }
    }

    private Set<Long> findBounces(Set<Long> mails) {
        Set<Long> bounces = numbers("SELECT id FROM bounce WHERE mail {in ?}", mails);
        bounces.addAll(numbers("SELECT id FROM bounce WHERE account = ? AND address {in ?}", addresses, account.id()));
        return bounces;
    }

    private int eraseMails(Set<Long> mails) {
        SkipReason reason = SkipReason.of(SkipReason.SkipCode.CANCELLED, provenance.at());
        int cancelled = update(
                """
                UPDATE mail SET state = ?, refusal = ?, refused_at = ?, changed = ?, due = NULL
                WHERE due IS NOT NULL AND id {in ?}
                """,
                mails,
                Mail.stateAfter(reason).name(),
                reason.code().name(),
                provenance.at().toEpochMilli(),
                provenance.at().toEpochMilli());
        update("""
                UPDATE mail SET address = NULL, detail = NULL,
                    reply_text = CASE WHEN reply_stage IS NULL THEN NULL ELSE '(erased)' END
                WHERE id {in ?}
                """, mails);
        update("UPDATE mail SET prospect = NULL WHERE prospect {in ?}", prospects);
        update("UPDATE mail SET other = NULL WHERE other {in ?}", prospects);
        return cancelled;
    }

    private void eraseBounces(Set<Long> bounces) {
        update("""
                UPDATE bounce_message SET message_id = NULL WHERE account = ? AND hash IN (
                    SELECT message FROM bounce WHERE message IS NOT NULL AND id {in ?})
                """, bounces, account.id());
        update("UPDATE bounce SET address = NULL, text = '' WHERE id {in ?}", bounces);
        update("DELETE FROM bounced_address WHERE account = ? AND address {in ?}", addresses, account.id());
        update("DELETE FROM bounce_clearing WHERE account = ? AND address {in ?}", addresses, account.id());
    }

    private void eraseAsideMails(Set<Long> mails) {
        Set<Long> aside = numbers("SELECT id FROM aside_mail WHERE mail {in ?}", mails);
        aside.addAll(numbers("SELECT id FROM aside_mail WHERE account = ? AND sender {in ?}", addresses, account.id()));
        update("""
                UPDATE bounce_message SET message_id = NULL WHERE account = ? AND hash IN (
                    SELECT hash FROM aside_mail WHERE id {in ?})
                """, aside, account.id());
        update("UPDATE aside_mail SET sender = NULL, subject = NULL, excerpt = NULL WHERE id {in ?}", aside);
    }

    /** Deletes what is stored by address. Former holders keep their facts without the address. */
    private void eraseEntries() {
        for (String table : List.of(
                "bounce_evidence", "former_address", "listed_suppression", "listing", "address_opt_out", "spelling")) {
            update("DELETE FROM " + table + " WHERE account = ? AND address {in ?}", addresses, account.id());
        }
        for (long holder : formerHolders) {
            for (String column : List.of("from_text", "to_text")) {
                update(
                        "UPDATE fact SET %1$s = NULL WHERE prospect = ? AND field = ? AND %1$s {in ?}"
                                .formatted(column),
                        addresses,
                        holder,
                        EMAIL);
            }
        }
    }

    private void eraseProspects() {
        Map<Long, Map<String, Long>> outcomesByRun = new TreeMap<>();
        session.queryIn(
                        "SELECT run, outcome FROM ledger WHERE prospect {in ?}",
                        prospects,
                        row -> Map.entry(row.number(1), row.text(2)))
                .forEach(entry -> outcomesByRun
                        .computeIfAbsent(entry.getKey(), run -> new HashMap<>())
                        .merge(entry.getValue(), 1L, Long::sum));
        outcomesByRun.forEach((run, outcomes) -> {
            long applied = outcomes.getOrDefault("APPLIED", 0L);
            long failed = outcomes.getOrDefault("FAILED", 0L);
            long all = outcomes.values().stream().mapToLong(Long::longValue).sum();
            session.update(
                    "UPDATE run SET applied = applied - ?, failed = failed - ?, skipped = skipped - ? WHERE id = ?",
                    applied,
                    failed,
                    all - applied - failed,
                    run);
        });
        for (String table : List.of(
                "ledger", "planned_failure", "planned_effect", "planned", "bounce_evidence", "former_address")) {
            update("DELETE FROM " + table + " WHERE prospect {in ?}", prospects);
        }
        update("UPDATE address_opt_out SET ended_prospect = NULL WHERE ended_prospect {in ?}", prospects);
        if (!prospects.isEmpty()) {
            ProspectRemoval.delete(session, account, List.copyOf(prospects));
        }
    }

    /** Clears the reasons and the evidence, written by people, that name the person. */
    private void clearReasons() {
        Set<Long> ids = numbers("SELECT provenance FROM fact WHERE prospect {in ?}", prospects);
        for (String column : List.of(
                "listed_suppression.provenance",
                "listing.provenance",
                "bounced_address.provenance",
                "address_opt_out.provenance",
                "address_opt_out.ended")) {
            String table = column.substring(0, column.indexOf('.'));
            ids.addAll(numbers(
                    "SELECT %s FROM %s WHERE %s IS NOT NULL AND account = ? AND address {in ?}"
                            .formatted(column, table, column),
                    addresses,
                    account.id()));
        }
        Set<String> words = new TreeSet<>();
        addresses.forEach(address -> words.add(address.substring(0, address.lastIndexOf('@'))));
        for (String column : List.of("first_name", "last_name")) {
            words.addAll(texts(
                    "SELECT %1$s FROM prospect WHERE %1$s IS NOT NULL AND key {in ?}".formatted(column), prospects));
        }
        words.removeIf(String::isBlank);
        if (words.isEmpty()) {
            return;
        }
        Pattern names = Pattern.compile(
                "(?<![\\p{L}\\p{N}])("
                        + words.stream()
                                .map(word -> Pattern.quote(word.toLowerCase(Locale.ROOT)))
                                .collect(Collectors.joining("|"))
                        + ")(?![\\p{L}\\p{N}])",
                Pattern.UNICODE_CHARACTER_CLASS);
        List<Long> naming = new ArrayList<>();
        session.queryIn(
                        "SELECT id, reason, coalesce(evidence, '') FROM provenance WHERE id {in ?}",
                        ids,
                        row -> Map.entry(row.number(1), row.text(2) + "\n" + row.text(3)))
                .forEach(entry -> {
                    if (names.matcher(entry.getValue().toLowerCase(Locale.ROOT)).find()) {
                        naming.add(entry.getKey());
                    }
                });
        update("UPDATE provenance SET reason = '(erased)', evidence = NULL WHERE id {in ?}", naming);
    }

    private Set<Long> numbers(String sql, Collection<?> in, @Nullable Object... values) {
        return new TreeSet<>(session.queryIn(sql, in, row -> row.number(1), values));
    }

    private Set<String> texts(String sql, Collection<?> in, @Nullable Object... values) {
        return new TreeSet<>(session.queryIn(sql, in, row -> row.text(1), values));
    }

    /** Executes a statement for a list of values, which is its last parameter; for an empty list it does nothing. */
    private int update(String sql, Collection<?> in, @Nullable Object... values) {
        if (in.isEmpty()) {
            return 0;
        }
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList(values));
        all.add(List.copyOf(in));
        return session.update(sql, all.toArray());
    }
}
