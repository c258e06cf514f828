package heed.store.internal;

import heed.mail.SendState;
import heed.mail.SkipReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Mail that waits for addresses that prospects have left: settled with the change, so that nobody sees it queued any
 * more. That none goes out is for the gate to say, which asks again.
 */
final class WaitingMail {
    private final Session session;
    private final Owner owner;
    private final List<Left> left = new ArrayList<>();

    private record Left(long prospect, String address) {}

    WaitingMail(Session session, Owner owner) {
        this.session = session;
        this.owner = owner;
    }

    void leave(long prospect, String address) {
        left.add(new Left(prospect, address));
    }

    void flush(Instant now) {
        if (!left.isEmpty() && any()) {
            session.batch(
                    """
                    UPDATE mail SET state = ?, refusal = ?, changed = ?, due = NULL
                    WHERE prospect = ? AND address = ? AND due IS NOT NULL
                    """,
                    left,
                    (one, bindings) -> bindings.add(SendState.SKIPPED.name())
                            .add(SkipReason.SkipCode.ADDRESS_CHANGED.name())
                            .add(now.toEpochMilli())
                            .add(one.prospect)
                            .add(one.address));
        }
        left.clear();
    }

    private boolean any() {
        return session.yes("SELECT EXISTS (SELECT 1 FROM mail WHERE account = ? AND due IS NOT NULL)", owner.account());
    }
}
