package heed.store.internal;

import heed.model.run.RunId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which runs' mails are held back, as read in one transaction for the runs that it works on. */
final class SendingRuns {
    private final Set<RunId> paused = new HashSet<>();
    private final Set<RunId> cancelled = new HashSet<>();

    private record Held(RunId run, boolean paused, boolean cancelled) {}

    /** Those of these mails and, for what is not kept yet, these runs. */
    SendingRuns(Session session, Collection<MailRow> mails, Collection<RunId> runs) {
        List<RunId> all = new ArrayList<>(runs);
        mails.forEach(mail -> mail.identity.run().ifPresent(all::add));
        List<Held> held = session.listIn(
                "SELECT run, paused, cancelled FROM sending WHERE run {in ?}",
                all.stream().map(RunId::value).distinct().toList(),
                row -> new Held(new RunId(row.number(1)), row.yes(2), row.yes(3)));
        held.stream().filter(Held::paused).forEach(one -> paused.add(one.run));
        held.stream().filter(Held::cancelled).forEach(one -> cancelled.add(one.run));
    }

    boolean paused(MailRow mail) {
        return mail.identity.run().filter(paused::contains).isPresent();
    }

    boolean cancelled(MailRow mail) {
        return mail.identity.run().filter(cancelled::contains).isPresent();
    }
}
