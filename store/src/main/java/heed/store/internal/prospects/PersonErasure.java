package heed.store.internal.prospects;

import heed.mail.SkipReason;
import heed.mail.gate.Mail;
import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.person.ErasedNoPolicy;
import heed.model.person.ErasureRefusedException;
import heed.model.person.ErasureResult;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.store.internal.accounts.AccountTable;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.inventory.PersonRows;
import heed.store.internal.inventory.StoredColumn;
import heed.store.internal.inventory.StoredTables;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Erases one person in one transaction: see {@link heed.model.store.UnitOfWork#erasePerson}. */
final class PersonErasure {
    private static final int EMAIL = StandardFields.EMAIL.slot();
    /** Tables whose rows are not just deleted: they stay as counts, with nothing of the person in them, or go in an order of their own. */
    private static final Set<String> KEPT_TABLES =
            Set.of("mail", "bounce", "bounce_message", "aside_mail", "fact", "prospect", "upgrade_finding");

    private final SqlSession session;
    private final AccountKey account;
    private final Provenance provenance;
    private final AddressAliases aliases;
    private final PersonRows person;
    private final Set<String> addresses;
    private final Set<Long> prospects;
    private final Set<Long> mails;

    /** Locks all addresses, and finds the person. */
    PersonErasure(
            SqlSession session,
            AccountKey account,
            Collection<EmailAddress> given,
            Collection<ProspectId> givenProspects,
            Provenance provenance) {
        this.session = session;
        this.account = account;
        this.provenance = provenance;
        session.dialect().lockAllAddresses(session, account);
        this.aliases = AddressAliases.load(session, account);
        this.person = PersonRows.find(session, account, aliases, given, givenProspects);
        this.addresses = person.addresses();
        this.prospects = person.prospects();
        this.mails = person.mails();
    }

    ErasureResult erase() {
        requireNoRunInProgress();
        requireNothingInFlight();
        Set<Long> bounces = person.findBounces();

        session.dialect().overwriteDeleted(session);
        clearReasons();
        int cancelled = eraseMails();
        eraseBounces(bounces);
        eraseAsideMails();
        eraseEntries();
        eraseProspects();
        new ForgottenAddresses(session, account, aliases.matching()).add(addresses, keptProvenance());
        return new ErasureResult(addresses.size(), prospects.size(), mails.size(), cancelled, bounces.size());
    }

    /** Returns what is kept of who erased the person, when and why. */
    private Provenance keptProvenance() {
        ErasedNoPolicy policy = AccountTable.read(session, account).erasedNoPolicy();
        return new Provenance(
                provenance.at(),
                provenance.actor(),
                provenance.origin(),
                policy.storedReason(provenance.reason()),
                Optional.empty(),
                Optional.empty());
    }

    private void requireNoRunInProgress() {
        if (session.queryBoolean(
                "SELECT EXISTS (SELECT 1 FROM run WHERE account = ? AND finished IS NULL AND lease_until > ?)",
                account.id(),
                provenance.at().toString())) {
            throw new ErasureRefusedException("a run or an import is in progress; erase the person when it has ended");
        }
    }

    private void requireNothingInFlight() {
        if (!numbers("SELECT id FROM mail WHERE state = 'IN_FLIGHT' AND id {in ?}", mails)
                .isEmpty()) {
            throw new ErasureRefusedException(
                    "a mail to this person is in flight; erase the person when its outcome is known");
        }
    }

    private int eraseMails() {
        SkipReason reason = SkipReason.of(SkipReason.SkipCode.CANCELLED, provenance.at());
        int cancelled = update(
                """
                UPDATE mail SET state = ?, refusal = ?, refused_at = ?, changed = ?, due = NULL, holder = NULL
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
        update("UPDATE bounce SET address = NULL, reporting = NULL, remote = NULL, text = '' WHERE id {in ?}", bounces);
    }

    private void eraseAsideMails() {
        Set<Long> aside = person.findAsideMails();
        update("""
                UPDATE bounce_message SET message_id = NULL WHERE account = ? AND hash IN (
                    SELECT hash FROM aside_mail WHERE id {in ?})
                """, aside, account.id());
        update(
                "UPDATE aside_mail SET sender = NULL, subject = NULL, excerpt = NULL, missing_recipient = NULL WHERE id {in ?}",
                aside);
    }

    /** Deletes what is stored by address. Former holders keep their facts without the address. */
    private void eraseEntries() {
        for (StoredColumn column :
                StoredTables.columns(StoredColumn.Content.ADDRESS).toList()) {
            if (!KEPT_TABLES.contains(column.table())) {
                update(
                        "DELETE FROM %s WHERE account = ? AND %s {in ?}".formatted(column.table(), column.name()),
                        addresses,
                        account.id());
            }
        }
        for (long holder : person.formerHolders()) {
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
        update("UPDATE address_opt_out SET ended_prospect = NULL WHERE ended_prospect {in ?}", prospects);
        update("UPDATE upgrade_finding SET prospect = NULL WHERE prospect {in ?}", prospects);
        for (StoredColumn column : StoredTables.prospectReferences()) {
            if (!KEPT_TABLES.contains(column.table())) {
                update("DELETE FROM %s WHERE %s {in ?}".formatted(column.table(), column.name()), prospects);
            }
        }
        if (!prospects.isEmpty()) {
            ProspectRemoval.delete(session, account, List.copyOf(prospects));
        }
    }

    /** Clears the reasons and the evidence, written by people, that name the person. */
    private void clearReasons() {
        Set<Long> ids = numbers("SELECT provenance FROM fact WHERE prospect {in ?}", prospects);
        for (StoredColumn column :
                StoredTables.columns(StoredColumn.Content.PROVENANCE).toList()) {
            if (StoredTables.get(column.table())
                    .columns(StoredColumn.Content.ADDRESS)
                    .findAny()
                    .isPresent()) {
                ids.addAll(numbers(
                        "SELECT %1$s FROM %2$s WHERE %1$s IS NOT NULL AND account = ? AND address {in ?}"
                                .formatted(column.name(), column.table()),
                        addresses,
                        account.id()));
            }
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
