package heed.store.internal;

import heed.mail.MailId;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.outbox.ExistingRecipients;
import heed.mail.outbox.SendCount;
import heed.mail.outbox.SendQuery;
import heed.mail.outbox.SendRecord;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.suppression.SuppressionReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Mails counted and listed, each list in the order of an index. */
final class MailLists {
    /** What has no refusal is counted in the index alone. */
    private static final String COUNT = """
            SELECT state, NULL, NULL, count(*) FROM mail WHERE %1$s = ?1 AND state NOT IN ('SKIPPED', 'CANCELLED')
            GROUP BY state
            UNION ALL
            SELECT state, refusal, suppression, count(*) FROM mail WHERE %1$s = ?1 AND state IN ('SKIPPED', 'CANCELLED')
            GROUP BY state, refusal, suppression
            """;

    /** The index has a run's mails state by state: the next of each, and of these the next. */
    private static final String OF_RUN = Arrays.stream(SendState.values())
            .map(state -> "SELECT id FROM (SELECT id FROM mail WHERE run = ?4 AND state = '" + state.name()
                    + "' AND id > ?1 AND id <= ?2 ORDER BY id LIMIT ?3) AS part")
            .collect(Collectors.joining(" UNION ALL ", "m.id IN (", ")"));

    private static final Comparator<SendCount> ORDER = Comparator.comparing(SendCount::state)
            .thenComparing(count -> count.code().map(Enum::ordinal).orElse(-1))
            .thenComparing(count -> count.suppression().map(Enum::ordinal).orElse(-1));

    /** The message of a key that may have none yet; its parameters are the first four. */
    private static final String OF_MESSAGE =
            "WHERE message = (SELECT id FROM message WHERE account = ? AND automation = ? AND action = ? AND entry = ?)";

    private MailLists() {}

    static ExistingRecipients having(
            Session session,
            Owner owner,
            MessageKey key,
            Collection<ProspectId> prospects,
            Collection<EmailAddress> addresses) {
        Spellings spellings = Spellings.of(session, owner);
        Object[] message = {owner.account(), key.automation(), key.action(), key.mailing()};
        return new ExistingRecipients(
                Set.copyOf(session.listIn(
                        "SELECT prospect FROM mail " + OF_MESSAGE + " AND prospect {in ?}",
                        prospects.stream().map(ProspectId::value).toList(),
                        row -> new ProspectId(row.number(1)),
                        message)),
                held(session, spellings, addresses, message));
    }

    /** Those of the addresses whose mailbox has a mail of the message. */
    private static Set<EmailAddress> held(
            Session session, Spellings spellings, Collection<EmailAddress> addresses, Object[] message) {
        Set<String> held = new HashSet<>(session.listIn(
                "SELECT address FROM mail " + OF_MESSAGE
                        + " AND refusal IS DISTINCT FROM 'DUPLICATE' AND address {in ?}",
                spellings.all(addresses.stream().map(EmailAddress::value).toList()),
                row -> spellings.mailbox(row.text(1)),
                message));
        return addresses.stream()
                .filter(address -> held.contains(spellings.mailbox(address.value())))
                .collect(Collectors.toSet());
    }

    static List<SendCount> counts(Session session, Owner owner, Optional<RunId> run) {
        if (run.isPresent() && !new Runs(session, owner).exists(run.get())) {
            return List.of();
        }
        return session
                .list(
                        COUNT.formatted(run.isPresent() ? "run" : "account"),
                        row -> new SendCount(
                                SendState.valueOf(row.text(1)),
                                row.optional(2).map(SkipReason.SkipCode::valueOf),
                                row.optional(3).map(SuppressionReason::valueOf),
                                row.number(4)),
                        run.map(RunId::value).orElse(owner.account()))
                .stream()
                .sorted(ORDER)
                .toList();
    }

    static List<SendRecord> sends(
            Session session, Owner owner, String account, SendQuery query, MailId after, int limit) {
        List<@Nullable Object> values =
                new ArrayList<>(List.of(Math.max(owner.before(), after.value()), owner.last(), limit));
        String where = where(query, owner, values);
        MailTable table = new MailTable(session, owner, account);
        return session
                .list(
                        MailTable.SELECT + "WHERE m.id > ?1 AND m.id <= ?2 AND " + where + " ORDER BY m.id LIMIT ?3",
                        table::read,
                        values.toArray())
                .stream()
                .map(MailRow::shown)
                .toList();
    }

    private static String where(SendQuery query, Owner owner, List<@Nullable Object> values) {
        Optional<Long> run = query.run().map(RunId::value);
        Optional<String> state = query.state().map(SendState::name);
        if (query.prospect().isPresent()) {
            // The sums keep to the prospect's index.
            StringBuilder text = new StringBuilder("m.prospect = ?4");
            values.add(query.prospect().map(ProspectId::value).get());
            run.ifPresent(one -> {
                values.add(one);
                text.append(" AND m.run + 0 = ?").append(values.size());
            });
            state.ifPresent(one -> {
                values.add(one);
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
            values.add(owner.account());
            values.add(state.get());
            return "m.account = ?4 AND m.state = ?5";
        }
        return "TRUE";
    }
}
