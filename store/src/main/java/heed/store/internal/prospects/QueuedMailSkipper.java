package heed.store.internal.prospects;

import heed.mail.SkipReason;
import heed.mail.gate.Mail;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Skips the mails that wait for prospects at addresses that they have left. This happens in the transaction of the
 * change, so that no such mail is listed as queued. Even without it none of them would be sent: the gate checks the
 * address at each claim.
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
            // Mail.skip, of all such mails that wait.
            SkipReason reason = SkipReason.of(SkipReason.SkipCode.ADDRESS_CHANGED);
            session.batch(
                    """
                    UPDATE mail SET state = ?, refusal = ?, changed = ?, due = NULL, holder = NULL
                    WHERE prospect = ? AND address = ? AND due IS NOT NULL
                    """,
                    recipients,
                    (recipient, bindings) -> bindings.add(
                                    Mail.stateAfter(reason).name())
                            .add(reason.code().name())
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
