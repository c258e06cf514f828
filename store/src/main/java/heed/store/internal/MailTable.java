package heed.store.internal;

import heed.mail.MailId;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.SmtpReply;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.suppression.SuppressionReason;
import heed.store.internal.MailRow.Identity;
import heed.store.internal.Session.Bindings;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of an account's mails in one transaction: read, added and kept. */
final class MailTable {
    static final String SELECT = """
            SELECT m.id, m.message, k.automation, k.action, k.entry, m.transactional, m.prospect, m.address, m.run,
                m.state, m.changed, m.due, m.lease_end, m.attempts, m.answered, m.first_answered,
                m.refusal, m.suppression, m.refused_at, m.other,
                m.reply_stage, m.reply_code, m.reply_enhanced, m.reply_text, m.detail
            FROM mail m JOIN message k ON k.id = m.message
            """;

    /** What a mail has come to, in the order of {@link #bindProgress}. */
    private static final List<String> PROGRESS = List.of(
            "state",
            "changed",
            "due",
            "lease_end",
            "attempts",
            "answered",
            "first_answered",
            "reply_stage",
            "reply_code",
            "reply_enhanced",
            "reply_text",
            "detail");

    /** In the order of {@link #bindRefusal}. */
    private static final List<String> REFUSAL = List.of("refusal", "suppression", "refused_at", "other");

    private static final List<String> INSERTED = Stream.of(
                    PROGRESS,
                    REFUSAL,
                    List.of("id", "account", "message", "transactional", "prospect", "address", "run"))
            .flatMap(List::stream)
            .toList();

    /** Without its refusal, so that the index of addresses, which depends on it, stays as it is. */
    private static final String UPDATE = update(PROGRESS.stream());

    private static final String REFUSE = update(Stream.concat(PROGRESS.stream(), REFUSAL.stream()));

    private final Session session;
    private final Owner owner;
    private final String account;
    private final Map<MessageKey, Long> messages = new HashMap<>();
    private @Nullable LongSupplier ids; // none before the first is wanted

    MailTable(Session session, Owner owner, String account) {
        this.session = session;
        this.owner = owner;
        this.account = account;
    }

    /** The number of a message, given to it now if it has none. */
    long message(MessageKey key) {
        return messages.computeIfAbsent(key, this::findOrAdd);
    }

    private long findOrAdd(MessageKey key) {
        requireOwn(key);
        Optional<Long> known = session.first(
                "SELECT id FROM message WHERE account = ? AND automation = ? AND action = ? AND entry = ?",
                row -> row.number(1),
                owner.account(),
                key.automation(),
                key.action(),
                key.mailing());
        return known.orElseGet(() -> session.number(
                "INSERT INTO message (account, automation, action, entry) VALUES (?, ?, ?, ?) RETURNING id",
                owner.account(),
                key.automation(),
                key.action(),
                key.mailing()));
    }

    private void requireOwn(MessageKey key) {
        if (!key.account().equals(account)) {
            throw new IllegalArgumentException("the key is of account " + key.account());
        }
    }

    /** The mail of this id, which is not held; empty if the account has none. */
    Optional<MailRow> find(MailId mail) {
        return owner.owns(mail) ? session.first(SELECT + "WHERE m.id = ?", this::read, mail.value()) : Optional.empty();
    }

    /** The mails of a message that these prospects have. */
    List<MailRow> ofProspects(long message, Collection<Long> prospects) {
        return session.listIn(
                SELECT + "WHERE m.message = ? AND m.prospect {in ?} ORDER BY m.id {held m}",
                prospects,
                this::read,
                message);
    }

    /** The mails of a message that hold these addresses: no duplicates. Held, as the others are. */
    List<MailRow> ofAddresses(long message, Collection<String> addresses) {
        return session.listIn(SELECT + """
                WHERE m.message = ? AND m.refusal IS DISTINCT FROM 'DUPLICATE'
                    AND m.address {in ?}
                ORDER BY m.id {held m}
                """, addresses, this::read, message);
    }

    /** Those of these that there are, by id. */
    Map<MailId, MailRow> ofIds(Collection<MailId> ids) {
        List<Long> own =
                ids.stream().filter(owner::owns).map(MailId::value).distinct().toList();
        Map<MailId, MailRow> rows = new HashMap<>();
        session.listIn(SELECT + "WHERE m.id {in ?} ORDER BY m.id {held m}", own, this::read)
                .forEach(row -> rows.put(new MailId(row.identity.id()), row));
        return rows;
    }

    /** For a new mail. */
    long nextId() {
        LongSupplier present = ids;
        if (present == null) {
            present = session.dialect().mailIds(session, owner);
            ids = present;
        }
        return present.getAsLong();
    }

    private static String update(Stream<String> columns) {
        return columns.map(column -> column + " = ?")
                .collect(Collectors.joining(", ", "UPDATE mail SET ", " WHERE id = ?"));
    }

    void insert(Collection<MailRow> rows) {
        session.insert("mail", INSERTED, new ArrayList<>(rows), (row, bindings) -> {
            bindProgress(row, bindings);
            bindRefusal(row, bindings);
            Identity identity = row.identity;
            bindings.add(identity.id())
                    .add(owner.account())
                    .add(identity.message())
                    .add(identity.kind() == MessageClass.TRANSACTIONAL)
                    .add(identity.prospect().map(ProspectId::value).orElse(null))
                    .add(identity.address().map(EmailAddress::value).orElse(null))
                    .add(identity.run().map(RunId::value).orElse(null));
        });
    }

    void update(Collection<MailRow> rows) {
        session.batch(UPDATE, rows.stream().filter(row -> row.refusal.isEmpty()).toList(), (row, bindings) -> {
            bindProgress(row, bindings);
            bindings.add(row.identity.id());
        });
        session.batch(
                REFUSE, rows.stream().filter(row -> row.refusal.isPresent()).toList(), (row, bindings) -> {
                    bindProgress(row, bindings);
                    bindRefusal(row, bindings);
                    bindings.add(row.identity.id());
                });
    }

    private static void bindProgress(MailRow row, Bindings bindings) throws SQLException {
        Optional<SmtpReply> reply = row.reply;
        bindings.add(row.state.name())
                .add(row.changed.toEpochMilli())
                .add(millis(row.due))
                // Upwards: a lease never ends early.
                .add(millis(row.leaseEnd.map(end -> end.plusNanos(999_999))))
                .add(row.attempts)
                .add(row.answered)
                .add(millis(row.firstAnswered))
                .add(reply.map(answer -> answer.stage().name()).orElse(null))
                .add(reply.map(SmtpReply::code).orElse(null))
                .add(reply.flatMap(SmtpReply::enhanced).orElse(null))
                .add(reply.map(SmtpReply::text).orElse(null))
                .add(row.detail.isEmpty() ? null : row.detail);
    }

    private static void bindRefusal(MailRow row, Bindings bindings) throws SQLException {
        Optional<SkipReason> refusal = row.refusal;
        bindings.add(refusal.map(why -> why.code().name()).orElse(null))
                .add(refusal.flatMap(SkipReason::suppression).map(Enum::name).orElse(null))
                .add(millis(refusal.flatMap(SkipReason::at)))
                .add(refusal.flatMap(SkipReason::duplicateOf)
                        .map(ProspectId::value)
                        .orElse(null));
    }

    private static @Nullable Long millis(Optional<Instant> at) {
        return at.map(Instant::toEpochMilli).orElse(null);
    }

    /** Reads a row of {@link #SELECT}. */
    MailRow read(Row row) throws SQLException {
        MailRow mail = new MailRow(
                new Identity(
                        row.number(1),
                        row.number(2),
                        new MessageKey(account, row.text(3), row.text(4), (int) row.number(5)),
                        row.yes(6) ? MessageClass.TRANSACTIONAL : MessageClass.MARKETING,
                        number(row, 7).map(ProspectId::new),
                        row.optional(8).map(EmailAddress::new),
                        number(row, 9).map(RunId::new)),
                Instant.ofEpochMilli(row.number(11)));
        mail.state = SendState.valueOf(row.text(10));
        mail.due = number(row, 12).map(Instant::ofEpochMilli);
        mail.leaseEnd = number(row, 13).map(Instant::ofEpochMilli);
        mail.attempts = (int) row.number(14);
        mail.answered = (int) row.number(15);
        mail.firstAnswered = number(row, 16).map(Instant::ofEpochMilli);
        Optional<String> refusal = row.optional(17);
        if (refusal.isPresent()) {
            mail.refusal = Optional.of(new SkipReason(
                    SkipReason.SkipCode.valueOf(refusal.get()),
                    row.optional(18).map(SuppressionReason::valueOf),
                    number(row, 19).map(Instant::ofEpochMilli),
                    number(row, 20).map(ProspectId::new)));
        }
        Optional<String> stage = row.optional(21);
        if (stage.isPresent()) {
            mail.reply = Optional.of(new SmtpReply(
                    SmtpReply.Stage.valueOf(stage.get()), (int) row.number(22), row.optional(23), row.text(24)));
        }
        mail.detail = row.optional(25).orElse("");
        return mail;
    }

    private static Optional<Long> number(Row row, int column) throws SQLException {
        return Optional.ofNullable(row.numberOrNull(column));
    }
}
