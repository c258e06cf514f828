package heed.store.internal.outbox;

import heed.model.run.RunId;
import heed.store.internal.sql.SqlSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which runs' mails are held back, as read in one transaction for the runs that it works on. */
public final class RunSendingStates {
    private final Set<RunId> pausedRuns = new HashSet<>();
    private final Set<RunId> cancelledRuns = new HashSet<>();

    private record RunSending(RunId run, boolean paused, boolean cancelled) {}

    /** Those of these mails and, for what is not kept yet, these runs. */
    public RunSendingStates(SqlSession session, Collection<MailRow> mails, Collection<RunId> runs) {
        List<RunId> runIds = new ArrayList<>(runs);
        mails.forEach(mail -> mail.identity.run().ifPresent(runIds::add));
        List<RunSending> states = session.queryIn(
                "SELECT run, paused, cancelled FROM sending WHERE run {in ?}",
                runIds.stream().map(RunId::value).distinct().toList(),
                row -> new RunSending(new RunId(row.number(1)), row.bool(2), row.bool(3)));
        states.stream().filter(RunSending::paused).forEach(state -> pausedRuns.add(state.run));
        states.stream().filter(RunSending::cancelled).forEach(state -> cancelledRuns.add(state.run));
    }

    public boolean isPaused(MailRow mail) {
        return mail.identity.run().filter(pausedRuns::contains).isPresent();
    }

    public boolean isCancelled(MailRow mail) {
        return mail.identity.run().filter(cancelledRuns::contains).isPresent();
    }
}
