package heed.store.internal.outbox;

import heed.mail.MailId;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.outbox.ExistingMail;
import heed.mail.outbox.ExistingRecipients;
import heed.mail.outbox.SendCount;
import heed.mail.outbox.SendQuery;
import heed.mail.outbox.SendRecord;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.suppression.SuppressionReason;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.runs.RunTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Queries that count and list mails. Each list is in the order of an index. */
final class MailQueries {
    /** The first part, of mails that were not skipped, reads an index only. */
    private static final String COUNT = """
            SELECT state, NULL, NULL, count(*) FROM mail WHERE %1$s = ?1 AND state NOT IN ('SKIPPED', 'CANCELLED')
            GROUP BY state
            UNION ALL
            SELECT state, refusal, suppression, count(*) FROM mail WHERE %1$s = ?1 AND state IN ('SKIPPED', 'CANCELLED')
            GROUP BY state, refusal, suppression
            """;

    /** The index orders a run's mails by state: takes the next ids of each state, and of these the next. */
    private static final String OF_RUN = Arrays.stream(SendState.values())
            .map(state -> "SELECT id FROM (SELECT id FROM mail WHERE run = ?4 AND state = '" + state.name()
                    + "' AND id > ?1 AND id <= ?2 ORDER BY id LIMIT ?3) AS part")
            .collect(Collectors.joining(" UNION ALL ", "m.id IN (", ")"));

    /** Selects the mails of a message, which may not exist yet. Its four parameters come first. */
    private static final String OF_MESSAGE =
            "WHERE message = (SELECT id FROM message WHERE account = ? AND automation = ? AND action = ? AND entry = ?)";

    private MailQueries() {}

    static ExistingRecipients findExistingRecipients(
            SqlSession session,
            AccountKey account,
            MessageKey key,
            Collection<ProspectId> prospects,
            Collection<EmailAddress> addresses) {
        AddressAliases aliases = AddressAliases.load(session, account);
        Object[] message = {account.id(), key.automation(), key.action(), key.mailing()};
        return new ExistingRecipients(
                findExistingMails(session, prospects, message),
                findHeldAddresses(session, aliases, addresses, message));
    }

    private static Map<ProspectId, ExistingMail> findExistingMails(
            SqlSession session, Collection<ProspectId> prospects, Object[] message) {
        Map<ProspectId, ExistingMail> mails = new HashMap<>();
        session.queryIn(
                        "SELECT prospect, state, refusal, suppression, refused_at, other FROM mail " + OF_MESSAGE
                                + " AND prospect {in ?}",
                        prospects.stream().map(ProspectId::value).toList(),
                        row -> Map.entry(
                                new ProspectId(row.number(1)),
                                new ExistingMail(SendState.valueOf(row.text(2)), MailTable.readSkipReason(row, 3))),
                        message)
                .forEach(entry -> mails.put(entry.getKey(), entry.getValue()));
        return mails;
    }

    /** Returns those of the addresses whose mailbox a mail of the message holds. */
    private static Set<EmailAddress> findHeldAddresses(
            SqlSession session, AddressAliases aliases, Collection<EmailAddress> addresses, Object[] message) {
        Set<String> heldMailboxes = new HashSet<>(session.queryIn(
                "SELECT address FROM mail " + OF_MESSAGE
                        + " AND refusal IS DISTINCT FROM 'DUPLICATE' AND address {in ?}",
                aliases.withAliases(addresses.stream().map(EmailAddress::value).toList()),
                row -> aliases.mailboxOf(row.text(1)),
                message));
        return addresses.stream()
                .filter(address -> heldMailboxes.contains(aliases.mailboxOf(address.value())))
                .collect(Collectors.toSet());
    }

    static List<SendCount> countSends(SqlSession session, AccountKey account, Optional<RunId> run) {
        if (run.isPresent() && !new RunTable(session, account).exists(run.get())) {
            return List.of();
        }
        return session
                .query(
                        COUNT.formatted(run.isPresent() ? "run" : "account"),
                        row -> new SendCount(
                                SendState.valueOf(row.text(1)),
                                row.optionalText(2).map(SkipReason.SkipCode::valueOf),
                                row.optionalText(3).map(SuppressionReason::valueOf),
                                row.number(4)),
                        run.map(RunId::value).orElse(account.id()))
                .stream()
                .sorted(SendCount.ORDER)
                .toList();
    }

    static List<SendRecord> listSends(
            SqlSession session, AccountKey account, String accountName, SendQuery query, MailId after, int limit) {
        List<@Nullable Object> values =
                new ArrayList<>(List.of(Math.max(account.keyFloor(), after.value()), account.maxKey(), limit));
        String where = whereSql(query, account, values);
        MailTable table = new MailTable(session, account, accountName);
        return session
                .query(
                        MailTable.SELECT + "WHERE m.id > ?1 AND m.id <= ?2 AND " + where + " ORDER BY m.id LIMIT ?3",
                        table::read,
                        values.toArray())
                .stream()
                .map(SendRecord::of)
                .toList();
    }

    static List<SendRecord> listSends(
            SqlSession session, AccountKey account, String accountName, RunId run, Collection<ProspectId> prospects) {
        if (!new RunTable(session, account).exists(run)) {
            return List.of();
        }
        // The sum keeps SQLite from reading all mails of the run.
        return session
                .queryIn(
                        MailTable.SELECT + "WHERE m.run + 0 = ? AND m.prospect {in ?} ORDER BY m.id",
                        prospects.stream().map(ProspectId::value).toList(),
                        new MailTable(session, account, accountName)::read,
                        run.value())
                .stream()
                .map(SendRecord::of)
                .toList();
    }

    private static String whereSql(SendQuery query, AccountKey account, List<@Nullable Object> values) {
        Optional<Long> run = query.run().map(RunId::value);
        Optional<String> state = query.state().map(SendState::name);
        if (query.prospect().isPresent()) {
            // The sum and the concatenation keep SQLite from using another index than the prospect's.
            StringBuilder text = new StringBuilder("m.prospect = ?4");
            values.add(query.prospect().map(ProspectId::value).get());
            run.ifPresent(value -> {
                values.add(value);
                text.append(" AND m.run + 0 = ?").append(values.size());
            });
            state.ifPresent(value -> {
                values.add(value);
                text.append(" AND m.state || '' = ?").append(values.size());
            });
            return text.toString();
        }
        if (run.isPresent()) {
            values.add(run.get());
            state.ifPresent(values::add);
            return state.isPresent() ? "m.run = ?4 AND m.state = ?5" : OF_RUN;
        }
        if (state.isPresent()) {
            values.add(account.id());
            values.add(state.get());
            return "m.account = ?4 AND m.state = ?5";
        }
        return "TRUE";
    }
}
