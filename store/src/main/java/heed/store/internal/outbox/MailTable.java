package heed.store.internal.outbox;

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
import heed.store.internal.outbox.MailRow.MailIdentity;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
import heed.store.internal.sql.SqlSession.RowBindings;
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
public final class MailTable {
    public static final String SELECT = """
            SELECT m.id, m.message, k.automation, k.action, k.entry, m.transactional, m.prospect, m.address, m.run,
                m.state, m.changed, m.due, m.lease_end, m.attempts, m.answered, m.first_answered,
                m.refusal, m.suppression, m.refused_at, m.other,
                m.reply_stage, m.reply_code, m.reply_enhanced, m.reply_text, m.detail
            FROM mail m JOIN message k ON k.id = m.message
            """;

    /** What a mail has come to, in the order of {@link #bindProgress}. */
    private static final List<String> PROGRESS_COLUMNS = List.of(
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

    /** In the order of {@link #bindSkipReason}. */
    private static final List<String> SKIP_REASON_COLUMNS = List.of("refusal", "suppression", "refused_at", "other");

    private static final List<String> INSERT_COLUMNS = Stream.of(
                    PROGRESS_COLUMNS,
                    SKIP_REASON_COLUMNS,
                    List.of("id", "account", "message", "transactional", "prospect", "address", "run"))
            .flatMap(List::stream)
            .toList();

    /** Without its refusal, so that the index of addresses, which depends on it, stays as it is. */
    private static final String UPDATE_PROGRESS = update(PROGRESS_COLUMNS.stream());

    private static final String UPDATE_SKIPPED =
            update(Stream.concat(PROGRESS_COLUMNS.stream(), SKIP_REASON_COLUMNS.stream()));

    private final SqlSession session;
    private final AccountKey account;
    private final String accountName;
    private final Map<MessageKey, Long> messages = new HashMap<>();
    private @Nullable LongSupplier ids; // none before the first is wanted

    public MailTable(SqlSession session, AccountKey account, String accountName) {
        this.session = session;
        this.account = account;
        this.accountName = accountName;
    }

    /** The number of a message, given to it now if it has none. */
    public long messageId(MessageKey messageKey) {
        return messages.computeIfAbsent(messageKey, this::findOrAdd);
    }

    private long findOrAdd(MessageKey key) {
        requireOwnKey(key);
        Optional<Long> existingId = session.findFirst(
                "SELECT id FROM message WHERE account = ? AND automation = ? AND action = ? AND entry = ?",
                row -> row.number(1),
                account.id(),
                key.automation(),
                key.action(),
                key.mailing());
        return existingId.orElseGet(() -> session.queryNumber(
                "INSERT INTO message (account, automation, action, entry) VALUES (?, ?, ?, ?) RETURNING id",
                account.id(),
                key.automation(),
                key.action(),
                key.mailing()));
    }

    private void requireOwnKey(MessageKey key) {
        if (!key.account().equals(accountName)) {
            throw new IllegalArgumentException("the key is of account " + key.account());
        }
    }

    /** The mail of this id, which is not held; empty if the account has none. */
    public Optional<MailRow> find(MailId mail) {
        return account.owns(mail)
                ? session.findFirst(SELECT + "WHERE m.id = ?", this::read, mail.value())
                : Optional.empty();
    }

    /** The mails of a message that these prospects have. */
    List<MailRow> findByProspects(long message, Collection<Long> prospects) {
        return session.queryIn(
                SELECT + "WHERE m.message = ? AND m.prospect {in ?} ORDER BY m.id {for update m}",
                prospects,
                this::read,
                message);
    }

    /** The mails of a message that hold these addresses: no duplicates. Held, as the others are. */
    List<MailRow> findByAddresses(long message, Collection<String> addresses) {
        return session.queryIn(SELECT + """
                WHERE m.message = ? AND m.refusal IS DISTINCT FROM 'DUPLICATE'
                    AND m.address {in ?}
                ORDER BY m.id {for update m}
                """, addresses, this::read, message);
    }

    /** Those of these that there are, by id. */
    public Map<MailId, MailRow> findByIds(Collection<MailId> ids) {
        List<Long> ownIds =
                ids.stream().filter(account::owns).map(MailId::value).distinct().toList();
        Map<MailId, MailRow> rows = new HashMap<>();
        session.queryIn(SELECT + "WHERE m.id {in ?} ORDER BY m.id {for update m}", ownIds, this::read)
                .forEach(row -> rows.put(new MailId(row.identity.id()), row));
        return rows;
    }

    /** For a new mail. */
    public long nextId() {
        LongSupplier sequence = ids;
        if (sequence == null) {
            sequence = session.dialect().mailIdSequence(session, account);
            ids = sequence;
        }
        return sequence.getAsLong();
    }

    private static String update(Stream<String> columns) {
        return columns.map(column -> column + " = ?")
                .collect(Collectors.joining(", ", "UPDATE mail SET ", " WHERE id = ?"));
    }

    public void insert(Collection<MailRow> rows) {
        session.insert("mail", INSERT_COLUMNS, new ArrayList<>(rows), (row, bindings) -> {
            bindProgress(row, bindings);
            bindSkipReason(row, bindings);
            MailIdentity identity = row.identity;
            bindings.add(identity.id())
                    .add(account.id())
                    .add(identity.message())
                    .add(identity.messageClass() == MessageClass.TRANSACTIONAL)
                    .add(identity.prospect().map(ProspectId::value).orElse(null))
                    .add(identity.address().map(EmailAddress::value).orElse(null))
                    .add(identity.run().map(RunId::value).orElse(null));
        });
    }

    public void update(Collection<MailRow> rows) {
        session.batch(
                UPDATE_PROGRESS,
                rows.stream().filter(row -> row.skipReason.isEmpty()).toList(),
                (row, bindings) -> {
                    bindProgress(row, bindings);
                    bindings.add(row.identity.id());
                });
        session.batch(
                UPDATE_SKIPPED,
                rows.stream().filter(row -> row.skipReason.isPresent()).toList(),
                (row, bindings) -> {
                    bindProgress(row, bindings);
                    bindSkipReason(row, bindings);
                    bindings.add(row.identity.id());
                });
    }

    private static void bindProgress(MailRow row, RowBindings bindings) throws SQLException {
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

    private static void bindSkipReason(MailRow row, RowBindings bindings) throws SQLException {
        Optional<SkipReason> skipReason = row.skipReason;
        bindings.add(skipReason.map(reason -> reason.code().name()).orElse(null))
                .add(skipReason.flatMap(SkipReason::suppression).map(Enum::name).orElse(null))
                .add(millis(skipReason.flatMap(SkipReason::at)))
                .add(skipReason
                        .flatMap(SkipReason::duplicateOf)
                        .map(ProspectId::value)
                        .orElse(null));
    }

    private static @Nullable Long millis(Optional<Instant> at) {
        return at.map(Instant::toEpochMilli).orElse(null);
    }

    /** Reads a row of {@link #SELECT}. */
    public MailRow read(ResultRow row) throws SQLException {
        MailRow mail = new MailRow(
                new MailIdentity(
                        row.number(1),
                        row.number(2),
                        new MessageKey(accountName, row.text(3), row.text(4), (int) row.number(5)),
                        row.bool(6) ? MessageClass.TRANSACTIONAL : MessageClass.MARKETING,
                        optionalNumber(row, 7).map(ProspectId::new),
                        row.optionalText(8).map(EmailAddress::new),
                        optionalNumber(row, 9).map(RunId::new)),
                Instant.ofEpochMilli(row.number(11)));
        mail.state = SendState.valueOf(row.text(10));
        mail.due = optionalNumber(row, 12).map(Instant::ofEpochMilli);
        mail.leaseEnd = optionalNumber(row, 13).map(Instant::ofEpochMilli);
        mail.attempts = (int) row.number(14);
        mail.answered = (int) row.number(15);
        mail.firstAnswered = optionalNumber(row, 16).map(Instant::ofEpochMilli);
        Optional<String> reasonName = row.optionalText(17);
        if (reasonName.isPresent()) {
            mail.skipReason = Optional.of(new SkipReason(
                    SkipReason.SkipCode.valueOf(reasonName.get()),
                    row.optionalText(18).map(SuppressionReason::valueOf),
                    optionalNumber(row, 19).map(Instant::ofEpochMilli),
                    optionalNumber(row, 20).map(ProspectId::new)));
        }
        Optional<String> replyStage = row.optionalText(21);
        if (replyStage.isPresent()) {
            mail.reply = Optional.of(new SmtpReply(
                    SmtpReply.Stage.valueOf(replyStage.get()),
                    (int) row.number(22),
                    row.optionalText(23),
                    row.text(24)));
        }
        mail.detail = row.optionalText(25).orElse("");
        return mail;
    }

    private static Optional<Long> optionalNumber(ResultRow row, int column) throws SQLException {
        return Optional.ofNullable(row.numberOrNull(column));
    }
}
