package heed.store.internal.mail;

import heed.mail.LinkKey;
import heed.mail.MailTokens;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The ports of mail of one account of a store. */
public final class SqlAccountMail implements AccountMail {
    private final SqlDatabase database;
    private final AccountKey account;
    private final Clock clock;
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
        this.clock = clock;
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
    public MailTokens tokens(Supplier<List<LinkKey>> outside) {
        return new MailTokens(outbox.account(), account.keyFloor(), () -> readKeys(outside.get()));
    }

    private List<LinkKey> readKeys(List<LinkKey> outside) {
        List<LinkKey> stored = database.read(session -> new LinkKeyTable(session, account).list(clock.instant()));
        if (outside.isEmpty() && stored.isEmpty()) {
            stored = database.write(session -> new LinkKeyTable(session, account).create(clock.instant()));
        }
        return Stream.concat(outside.stream(), stored.stream()).distinct().toList();
    }

    @Override
    public void rotateLinkKey(Optional<LinkKey> next, Duration honoured, Instant now) {
        int unused = database.write(session -> new LinkKeyTable(session, account).rotate(next, honoured, now));
    }

    @Override
    public int deleteExpiredLinkKeys(Instant now) {
        return database.write(session -> new LinkKeyTable(session, account).deleteExpired(now));
    }
}
