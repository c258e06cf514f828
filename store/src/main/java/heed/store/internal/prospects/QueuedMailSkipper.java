package heed.store.internal.prospects;

import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Mail that waits for addresses that prospects have left: settled with the change, so that nobody sees it queued any
 * more. That none goes out is for the gate to say, which asks again.
 */
final class QueuedMailSkipper {
    private final SqlSession session;
    private final AccountKey account;
    private final List<SkippedRecipient> recipients = new ArrayList<>();

    private record SkippedRecipient(long prospect, String address) {}

    QueuedMailSkipper(SqlSession session, AccountKey account) {
        this.session = session;
        this.account = account;
    }

    void add(long prospect, String address) {
        recipients.add(new SkippedRecipient(prospect, address));
    }

    void flush(Instant now) {
        if (!recipients.isEmpty() && hasQueuedMail()) {
            session.batch(
                    """
                    UPDATE mail SET state = ?, refusal = ?, changed = ?, due = NULL
                    WHERE prospect = ? AND address = ? AND due IS NOT NULL
                    """,
                    recipients,
                    (recipient, bindings) -> bindings.add(SendState.SKIPPED.name())
                            .add(SkipReason.SkipCode.ADDRESS_CHANGED.name())
                            .add(now.toEpochMilli())
                            .add(recipient.prospect)
                            .add(recipient.address));
        }
        recipients.clear();
    }

    private boolean hasQueuedMail() {
        return session.queryBoolean(
                "SELECT EXISTS (SELECT 1 FROM mail WHERE account = ? AND due IS NOT NULL)", account.id());
    }
}
