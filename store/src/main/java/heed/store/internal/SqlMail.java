package heed.store.internal;

import heed.mail.delivery.AccountMail;
import heed.mail.gate.Attempts;
import heed.mail.limits.DeliveryInstances;
import heed.mail.outbox.Outbox;
import heed.mail.unsubscribe.OptOutStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;

/** The mail of one account of a store. */
public final class SqlMail implements AccountMail {
    private static final int SECRET = 32; // bytes

    private final Database database;
    private final Owner owner;
    private final Outbox outbox;
    private final Attempts attempts;
    private final DeliveryInstances deliverers;
    private final OptOutStore optOuts;

    public SqlMail(Database database, Owner owner, String account, Clock clock) {
        this.database = database;
        this.owner = owner;
        this.outbox = new SqlOutbox(database, owner, account);
        this.attempts = new SqlAttempts(database, owner, account, clock);
        this.deliverers = new SqlDeliverers(database, owner);
        this.optOuts = new SqlOptOuts(database, owner, account, clock);
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
        return deliverers;
    }

    @Override
    public OptOutStore optOuts() {
        return optOuts;
    }

    @Override
    public byte[] secret() {
        String secret = database.read(this::kept).orElseGet(() -> database.write(this::keep));
        return HexFormat.of().parseHex(secret);
    }

    private Optional<String> kept(Session session) {
        return session.first("SELECT secret FROM mail_secret WHERE account = ?", row -> row.text(1), owner.account());
    }

    /** Another process may have made one by now: the first stays. */
    private String keep(Session session) {
        byte[] random = new byte[SECRET];
        new SecureRandom().nextBytes(random);
        session.update(
                "INSERT INTO mail_secret (account, secret) VALUES (?, ?) ON CONFLICT (account) DO NOTHING",
                owner.account(),
                HexFormat.of().formatHex(random));
        return kept(session).orElseThrow();
    }
}
