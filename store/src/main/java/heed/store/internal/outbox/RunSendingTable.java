package heed.store.internal.outbox;

import heed.mail.gate.Mail;
import heed.mail.gate.RunSendingStates;
import heed.model.run.RunId;
import heed.store.internal.sql.SqlSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The runs whose mails are paused or cancelled. */
public final class RunSendingTable {
    private record RunSending(RunId run, boolean paused, boolean cancelled) {}

    private RunSendingTable() {}

    /** Reads the states of the runs of some mails and, for mails that are not stored yet, of some more runs. */
    public static RunSendingStates load(SqlSession session, Collection<Mail> mails, Collection<RunId> runs) {
        List<RunId> runIds = new ArrayList<>(runs);
        mails.forEach(mail -> mail.identity().run().ifPresent(runIds::add));
        List<RunSending> states = session.queryIn(
                "SELECT run, paused, cancelled FROM sending WHERE run {in ?}",
                runIds.stream().map(RunId::value).distinct().toList(),
                row -> new RunSending(new RunId(row.number(1)), row.bool(2), row.bool(3)));
        Set<RunId> pausedRuns = new HashSet<>();
        Set<RunId> cancelledRuns = new HashSet<>();
        states.stream().filter(RunSending::paused).forEach(state -> pausedRuns.add(state.run));
        states.stream().filter(RunSending::cancelled).forEach(state -> cancelledRuns.add(state.run));
        return new RunSendingStates(pausedRuns, cancelledRuns);
    }
}
