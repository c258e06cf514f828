package heed.store.internal.outbox;

import heed.mail.MailId;
import heed.mail.MailNonce;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SenderId;
import heed.mail.SkipReason;
import heed.mail.SmtpReply;
import heed.mail.gate.Mail;
import heed.mail.gate.MailIdentity;
import heed.mail.gate.MailIndex;
import heed.mail.gate.MailProgress;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.suppression.SuppressionReason;
import heed.store.internal.accounts.AddressAliases;
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

/**
 * The rows of an account's mails, read and written in one transaction. It holds no rule: {@link Mail} has the
 * transitions.
 */
public final class MailTable {
    public static final String SELECT = """
            SELECT m.id, k.automation, k.action, k.entry, m.transactional, m.prospect, m.address, m.run,
                m.state, m.changed, m.due, m.claimed, m.holder, m.attempts, m.answered, m.first_answered,
                m.refusal, m.suppression, m.refused_at, m.other,
                m.reply_stage, m.reply_code, m.reply_enhanced, m.reply_text, m.detail, m.nonce
            FROM mail m JOIN message k ON k.id = m.message
            """;

    /** The columns of {@link MailProgress} without its skip reason, in the order of {@link #bindProgress}. */
    private static final List<String> PROGRESS_COLUMNS = List.of(
            "state",
            "changed",
            "due",
            "claimed",
            "holder",
            "attempts",
            "answered",
            "first_answered",
            "reply_stage",
            "reply_code",
            "reply_enhanced",
            "reply_text",
            "detail");

    /** The columns of a {@link SkipReason}, in the order of {@link #bindSkipReason}. */
    private static final List<String> SKIP_REASON_COLUMNS = List.of("refusal", "suppression", "refused_at", "other");

    private static final List<String> INSERT_COLUMNS = Stream.of(
                    PROGRESS_COLUMNS,
                    SKIP_REASON_COLUMNS,
                    List.of("id", "nonce", "account", "message", "transactional", "prospect", "address", "run"))
            .flatMap(List::stream)
            .toList();

    /** Leaves out the skip reason, so that the database need not touch the index of addresses, which depends on it. */
    private static final String UPDATE_PROGRESS = update(PROGRESS_COLUMNS.stream());

    private static final String UPDATE_SKIPPED =
            update(Stream.concat(PROGRESS_COLUMNS.stream(), SKIP_REASON_COLUMNS.stream()));

    private final SqlSession session;
    private final AccountKey account;
    private final String accountName;
    private final Map<MessageKey, Long> messages = new HashMap<>();
    private @Nullable LongSupplier ids; // null until the first id is needed

    public MailTable(SqlSession session, AccountKey account, String accountName) {
        this.session = session;
        this.account = account;
        this.accountName = accountName;
    }

    /** Returns the number of a message. A message without one gets the next number. */
    private long messageId(MessageKey messageKey) {
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

    /** Finds a mail without locking it; empty if the account has no such mail. */
    public Optional<Mail> find(MailId mail) {
        return account.owns(mail)
                ? session.findFirst(SELECT + "WHERE m.id = ?", this::read, mail.value())
                : Optional.empty();
    }

    /**
     * Adds to an index, and locks, the mails of a message that some prospects have and those that hold the mailboxes of
     * some addresses.
     *
     * @throws IllegalArgumentException if the key is another account's
     */
    public void load(
            MailIndex mails,
            AddressAliases aliases,
            MessageKey key,
            Collection<ProspectId> prospects,
            Collection<EmailAddress> addresses) {
        long message = messageId(key);
        List<Long> prospectKeys =
                prospects.stream().map(ProspectId::value).distinct().toList();
        List<String> addressTexts =
                addresses.stream().map(EmailAddress::value).distinct().toList();
        findByProspects(message, prospectKeys).forEach(mails::add);
        findByAddresses(message, aliases.withAliases(addressTexts)).forEach(mails::add);
    }

    private List<Mail> findByProspects(long message, Collection<Long> prospects) {
        return session.queryIn(
                SELECT + "WHERE m.message = ? AND m.prospect {in ?} ORDER BY m.id {for update m}",
                prospects,
                this::read,
                message);
    }

    /** Duplicates are left out, because they do not hold their address. */
    private List<Mail> findByAddresses(long message, Collection<String> addresses) {
        return session.queryIn(SELECT + """
                WHERE m.message = ? AND m.refusal IS DISTINCT FROM 'DUPLICATE'
                    AND m.address {in ?}
                ORDER BY m.id {for update m}
                """, addresses, this::read, message);
    }

    /** Locks and reads mails. Ids that the account does not have are left out. */
    public Map<MailId, Mail> findByIds(Collection<MailId> ids) {
        List<Long> ownIds =
                ids.stream().filter(account::owns).map(MailId::value).distinct().toList();
        Map<MailId, Mail> mails = new HashMap<>();
        session.queryIn(SELECT + "WHERE m.id {in ?} ORDER BY m.id {for update m}", ownIds, this::read)
                .forEach(mail -> mails.put(mail.id(), mail));
        return mails;
    }

    /** Returns an id for a new mail, higher than all before. */
    public MailId newMailId() {
        LongSupplier sequence = ids;
        if (sequence == null) {
            sequence = session.dialect().mailIdSequence(session, account);
            ids = sequence;
        }
        return new MailId(sequence.getAsLong());
    }

    private static String update(Stream<String> columns) {
        return columns.map(column -> column + " = ?")
                .collect(Collectors.joining(", ", "UPDATE mail SET ", " WHERE id = ?"));
    }

    public void insert(Collection<Mail> mails) {
        session.insert("mail", INSERT_COLUMNS, new ArrayList<>(mails), (mail, bindings) -> {
            bindProgress(mail, bindings);
            bindSkipReason(mail, bindings);
            MailIdentity identity = mail.identity();
            bindings.add(identity.id().value())
                    .add(identity.nonce().map(MailNonce::value).orElse(null))
                    .add(account.id())
                    .add(messageId(identity.key()))
                    .add(identity.messageClass() == MessageClass.TRANSACTIONAL)
                    .add(identity.prospect().map(ProspectId::value).orElse(null))
                    .add(identity.address().map(EmailAddress::value).orElse(null))
                    .add(identity.run().map(RunId::value).orElse(null));
        });
    }

    /** Writes the progress of mails. */
    public void update(Collection<Mail> mails) {
        session.batch(
                UPDATE_PROGRESS,
                mails.stream()
                        .filter(mail -> mail.progress().skipReason().isEmpty())
                        .toList(),
                (mail, bindings) -> {
                    bindProgress(mail, bindings);
                    bindings.add(mail.id().value());
                });
        session.batch(
                UPDATE_SKIPPED,
                mails.stream()
                        .filter(mail -> mail.progress().skipReason().isPresent())
                        .toList(),
                (mail, bindings) -> {
                    bindProgress(mail, bindings);
                    bindSkipReason(mail, bindings);
                    bindings.add(mail.id().value());
                });
    }

    private static void bindProgress(Mail mail, RowBindings bindings) throws SQLException {
        MailProgress progress = mail.progress();
        Optional<SmtpReply> reply = progress.reply();
        bindings.add(progress.state().name())
                .add(progress.changedAt().toEpochMilli())
                .add(millis(progress.due()))
                .add(millis(progress.claimedAt()))
                .add(progress.holder().map(SenderId::value).orElse(null))
                .add(progress.attempts())
                .add(progress.deferrals())
                .add(millis(progress.firstDeferredAt()))
                .add(reply.map(smtpReply -> smtpReply.stage().name()).orElse(null))
                .add(reply.map(SmtpReply::code).orElse(null))
                .add(reply.flatMap(SmtpReply::enhanced).orElse(null))
                .add(reply.map(SmtpReply::text).orElse(null))
                .add(progress.detail().isEmpty() ? null : progress.detail());
    }

    private static void bindSkipReason(Mail mail, RowBindings bindings) throws SQLException {
        Optional<SkipReason> skipReason = mail.progress().skipReason();
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
    public Mail read(ResultRow row) throws SQLException {
        MailIdentity identity = new MailIdentity(
                new MailId(row.number(1)),
                optionalNumber(row, 26).map(MailNonce::new),
                new MessageKey(accountName, row.text(2), row.text(3), (int) row.number(4)),
                row.bool(5) ? MessageClass.TRANSACTIONAL : MessageClass.MARKETING,
                optionalNumber(row, 6).map(ProspectId::new),
                row.optionalText(7).map(EmailAddress::new),
                optionalNumber(row, 8).map(RunId::new));
        MailProgress progress = new MailProgress(
                SendState.valueOf(row.text(9)),
                Instant.ofEpochMilli(row.number(10)),
                optionalNumber(row, 11).map(Instant::ofEpochMilli),
                optionalNumber(row, 12).map(Instant::ofEpochMilli),
                row.optionalText(13).map(SenderId::new),
                (int) row.number(14),
                (int) row.number(15),
                optionalNumber(row, 16).map(Instant::ofEpochMilli),
                readSkipReason(row, 17),
                readReply(row),
                row.optionalText(25).orElse(""));
        return new Mail(identity, progress);
    }

    /** Reads the columns of a skip reason, the first of which has this number. */
    static Optional<SkipReason> readSkipReason(ResultRow row, int first) throws SQLException {
        Optional<String> code = row.optionalText(first);
        return code.isEmpty()
                ? Optional.empty()
                : Optional.of(new SkipReason(
                        SkipReason.SkipCode.valueOf(code.get()),
                        row.optionalText(first + 1).map(SuppressionReason::valueOf),
                        optionalNumber(row, first + 2).map(Instant::ofEpochMilli),
                        optionalNumber(row, first + 3).map(ProspectId::new)));
    }

    private static Optional<SmtpReply> readReply(ResultRow row) throws SQLException {
        Optional<String> stage = row.optionalText(21);
        return stage.isEmpty()
                ? Optional.empty()
                : Optional.of(new SmtpReply(
                        SmtpReply.Stage.valueOf(stage.get()),
                        (int) row.number(22),
                        row.optionalText(23),
                        row.text(24)));
    }

    private static Optional<Long> optionalNumber(ResultRow row, int column) throws SQLException {
        return Optional.ofNullable(row.numberOrNull(column));
    }
}
