package heed.store.internal;

import heed.mail.bounce.Bounce;
import heed.mail.bounce.BounceReason;
import heed.mail.bounce.Standing;
import heed.mail.bounce.VerdictKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How many mails of each hour bounced for each reason, to each domain and in all: counted as bounces are kept and changed, so
 * that asking costs the same however many there are. Several bounces of one mail are one. Who changes the bounces of a mail
 * has its address.
 */
final class HourlyBounces {
    private static final String ALL = "";

    private final Session session;
    private final Owner owner;

    HourlyBounces(Session session, Owner owner) {
        this.session = session;
        this.owner = owner;
    }

    /** What a mail counts as. */
    private record Counted(long mail, long hour, BounceReason reason, String domain) {}

    /** Empty if the bounce is none, or was taken back. */
    private static Optional<Counted> counted(Bounce bounce) {
        Bounce.Subject subject = bounce.subject();
        boolean counts = bounce.kind() == VerdictKind.FAILED
                && (bounce.standing() == Standing.COUNTS || bounce.standing() == Standing.HELD);
        return counts
                ? subject.mail()
                        .flatMap(mail -> subject.sent()
                                .flatMap(sent -> subject.address()
                                        .flatMap(address -> bounce.diagnosis()
                                                .map(why -> new Counted(
                                                        mail.value(),
                                                        BounceTable.hour(sent),
                                                        why.reason(),
                                                        address.domain())))))
                : Optional.empty();
    }

    /** Counts a bounce that has just been kept. */
    void added(Bounce bounce) {
        counted(bounce).ifPresent(now -> move(now, bounce, 1));
    }

    /** Counts a bounce that has just been changed. */
    void changed(Bounce from, Bounce to) {
        Optional<Counted> before = counted(from);
        Optional<Counted> after = counted(to);
        if (!before.equals(after)) {
            before.ifPresent(left -> move(left, to, -1));
            after.ifPresent(now -> move(now, to, 1));
        }
    }

    /** Unless another bounce of the mail counts as the same. */
    private void move(Counted as, Bounce bounce, int by) {
        boolean another = session.yes(
                """
                SELECT EXISTS (SELECT 1 FROM bounce
                    WHERE mail = ? AND hour = ? AND reason = ? AND kind = ? AND standing IN (?, ?) AND id <> ?)
                """,
                as.mail,
                as.hour,
                as.reason.name(),
                VerdictKind.FAILED.name(),
                Standing.COUNTS.name(),
                Standing.HELD.name(),
                bounce.id().value());
        if (!another) {
            session.batch(
                    """
                    INSERT INTO bounced_hour (account, hour, reason, domain, mails) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (account, hour, reason, domain) DO UPDATE SET mails = bounced_hour.mails + excluded.mails
                    """,
                    List.of(ALL, as.domain),
                    (domain, bindings) -> bindings.add(owner.account())
                            .add(as.hour)
                            .add(as.reason.name())
                            .add(domain)
                            .add(by));
        }
    }

    long mails(Optional<String> domain, BounceReason reason, Instant hour) {
        return session.first(
                        "SELECT mails FROM bounced_hour WHERE account = ? AND hour = ? AND reason = ? AND domain = ?",
                        row -> row.number(1),
                        owner.account(),
                        BounceTable.hour(hour),
                        reason.name(),
                        domain.orElse(ALL))
                .orElse(0L);
    }
}
