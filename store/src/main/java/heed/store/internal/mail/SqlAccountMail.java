package heed.store.internal.mail;

import heed.mail.delivery.AccountMail;
import heed.mail.gate.AttemptJournals;
import heed.mail.gate.Attempts;
import heed.mail.limits.DeliveryInstances;
import heed.mail.outbox.Outbox;
import heed.mail.unsubscribe.OptOutStore;
import heed.mail.unsubscribe.UnsubscribeStyle;
import heed.store.internal.outbox.SqlOutbox;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.sql.SqlSession;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;

/** The ports of mail of one account of a store. */
public final class SqlAccountMail implements AccountMail {
    private static final int SECRET_BYTES = 32; // bytes

    private final SqlDatabase database;
    private final AccountKey account;
    private final Outbox outbox;
    private final Attempts attempts;
    private final DeliveryInstances deliveryInstances;
    private final OptOutStore optOuts;
    private final AttemptJournals journals;

    public SqlAccountMail(
            SqlDatabase database, AccountKey account, String accountName, AttemptJournals journals, Clock clock) {
        this.journals = journals;
        this.database = database;
        this.account = account;
        this.outbox = new SqlOutbox(database, account, accountName);
        this.attempts = new SqlAttempts(database, account, accountName, clock);
        this.deliveryInstances = new SqlDeliveryInstances(database, account);
        this.optOuts = new SqlOptOuts(database, account, accountName, clock);
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public Attempts attempts() {
        return attempts;
    }

    @Override
    public DeliveryInstances deliveryInstances() {
        return deliveryInstances;
    }

    @Override
    public OptOutStore optOuts() {
        return optOuts;
    }

    @Override
    public AttemptJournals journals() {
        return journals;
    }

    @Override
    public Optional<UnsubscribeStyle> unsubscribeStyle() {
        return database.read(session -> session.findFirst(
                "SELECT unsubscribe_style FROM account WHERE id = ? AND unsubscribe_style IS NOT NULL",
                row -> new UnsubscribeStyle(row.text(1)),
                account.id()));
    }

    @Override
    public void setUnsubscribeStyle(Optional<UnsubscribeStyle> style) {
        int unused = database.write(session -> session.update(
                "UPDATE account SET unsubscribe_style = ? WHERE id = ?",
                style.map(UnsubscribeStyle::css).orElse(null),
                account.id()));
    }

    @Override
    public byte[] secret() {
        String secret = database.read(this::findSecret).orElseGet(() -> database.write(this::createSecret));
        return HexFormat.of().parseHex(secret);
    }

    private Optional<String> findSecret(SqlSession session) {
        return session.findFirst("SELECT secret FROM mail_secret WHERE account = ?", row -> row.text(1), account.id());
    }

    /** Returns the stored secret. If another process has created one by now, that one stays. */
    private String createSecret(SqlSession session) {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        session.update(
                "INSERT INTO mail_secret (account, secret) VALUES (?, ?) ON CONFLICT (account) DO NOTHING",
                account.id(),
                HexFormat.of().formatHex(random));
        return findSecret(session).orElseThrow();
    }
}
