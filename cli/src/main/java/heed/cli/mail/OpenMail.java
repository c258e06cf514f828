package heed.cli.mail;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.RunLookup;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.SuggestedCommand;
import heed.cli.internal.console.TerminalText;
import heed.mail.SendState;
import heed.mail.SenderId;
import heed.mail.gate.InDoubtPolicy;
import heed.mail.limits.LiveInstances;
import heed.mail.outbox.SendCount;
import heed.mail.outbox.UnsettledMail;
import heed.model.run.RunId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What is left to send, in words: how many mails, what they wait for, and which command goes on with them. */
public final class OpenMail {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final AccountSession session;
    private final Instant now;
    private final ZoneId zone;
    private Optional<Boolean> processAlive = Optional.empty(); // observed once, because that takes a while

    /** @param now the present instant */
    public OpenMail(AccountSession session, Instant now) {
        this.session = session;
        this.now = now;
        this.zone = session.account().account().zone();
    }

    /** Prints what is left of a run as notes; nothing if nothing is. */
    public void printNotes(CommandConsole console, RunId run) {
        print(console, describe(run));
    }

    /** Prints what is left of the whole outbox as notes; nothing if nothing is. */
    void printNotes(CommandConsole console) {
        print(
                console,
                describe(
                        session.mail().outbox().countSends(Optional.empty()),
                        session.mail().outbox().findUnsettled(Optional.empty()),
                        session.options().suggestMailCommand("deliver")));
    }

    static void print(CommandConsole console, List<String> lines) {
        lines.forEach(line -> console.printNote(line + "."));
    }

    /** Describes what is left of a run. One clause for each state, without a full stop. */
    public List<String> describe(RunId run) {
        List<SendCount> counts = session.mail().outbox().countSends(Optional.of(run));
        SuggestedCommand resume = session.options().suggestMailCommand("resume", run);
        if (session.mail().outbox().pausedRuns().contains(run)) {
            long waiting = count(counts, SendState.QUEUED) + count(counts, SendState.RETRYING);
            return waiting == 0
                    ? List.of()
                    : List.of(TerminalText.formatCount(waiting, "mail") + " of run " + run
                            + " cannot go because the run is paused; " + describePause(run));
        }
        return describe(counts, session.mail().outbox().findUnsettled(Optional.of(run)), resume);
    }

    /**
     * Describes what to do with the mail of a paused run. After a restore the mail may have been sent before, so both
     * commands are named.
     */
    String describePause(RunId run) {
        SuggestedCommand resume = session.options().suggestMailCommand("resume", run);
        return session.store()
                .generation()
                .filter(generation -> RunLookup.startedBefore(session, run, generation.started()))
                .map(generation -> "the store was restored from the backup of "
                        + TimeZones.format(generation.backupTaken(), zone)
                        + ", and the mail may have been sent after it. `" + resume + "` sends its mail, `"
                        + session.options().suggest("cancel", run) + "` withdraws it")
                .orElseGet(() -> "`" + resume + "` sends its mail");
    }

    private List<String> describe(List<SendCount> counts, UnsettledMail unsettled, SuggestedCommand command) {
        List<String> lines = new ArrayList<>();
        long queued = unsettled.anyQueued() ? count(counts, SendState.QUEUED) : 0;
        long inFlight = count(counts, SendState.IN_FLIGHT);
        boolean alive = queued + inFlight > 0 && isAnyProcessAlive();
        if (queued > 0) {
            lines.add(subject(queued) + " queued; "
                    + (alive ? "another process is sending mail" : "no process is sending mail")
                    + unsettled
                            .nextDue()
                            .filter(due -> due.isAfter(now))
                            .map(due -> ", and the next one can go at " + TimeZones.format(due, zone))
                            .orElse("")
                    + ". `" + command + "` " + (alive ? "helps it" : "goes on"));
        }
        if (inFlight > 0) {
            lines.add(subject(inFlight) + " in flight"
                    + (alive
                            ? ""
                            : " in a process that has ended. `" + command + "` sends those whose message was not"
                                    + " complete; the others may have arrived and are listed as unknown"));
        }
        long retrying = count(counts, SendState.RETRYING);
        if (retrying > 0 && unsettled.nextDue().isPresent()) {
            lines.add(subject(retrying) + " retried"
                    + (queued > 0
                            ? " later"
                            : ", next at "
                                    + TimeZones.format(unsettled.nextDue().get(), zone))
                    + "; `" + session.options().suggestMailCommand("deliver") + "` sends what is due then");
        }
        long unknown = count(counts, SendState.UNKNOWN);
        if (unknown > 0) {
            lines.add(subject(unknown)
                    + " unknown: an attempt ended without an outcome, so the mail may have arrived, and is not sent"
                    + " again");
        }
        return lines;
    }

    private static String subject(long mails) {
        return TerminalText.formatCount(mails, "mail") + (mails == 1 ? " is" : " are");
    }

    private static long count(List<SendCount> counts, SendState state) {
        return counts.stream()
                .filter(count -> count.state() == state)
                .mapToLong(SendCount::count)
                .sum();
    }

    private boolean isAnyProcessAlive() {
        if (processAlive.isEmpty()) {
            processAlive = Optional.of(new LiveInstances(
                            session.mail().deliveryInstances(),
                            instance -> session.mail()
                                    .journals()
                                    .findEnded(SenderId.ofInstance(instance))
                                    .isPresent(),
                            System::nanoTime,
                            () -> LockSupport.parkNanos(PAUSE_NANOS))
                    .isAnyAlive());
        }
        return processAlive.get();
    }

    /**
     * Describes what a delivery waits for that has nothing to do at the moment.
     *
     * @param othersAlive whether other processes deliver mail of the account
     * @param policy what happens to mail whose attempt ends without an outcome
     */
    List<String> describeWait(UnsettledMail unsettled, boolean othersAlive, InDoubtPolicy policy) {
        List<String> lines = new ArrayList<>();
        if (unsettled.anyHeld()) {
            lines.add("waiting for mail that "
                    + (othersAlive
                            ? "another process sends"
                            : "a process without a sign of life holds; its mail in flight "
                                    + (policy == InDoubtPolicy.REPEAT
                                            ? "is sent again"
                                            : "counts as unknown, because it may have arrived,")
                                    + " after \"leaseSeconds\""));
        }
        unsettled
                .nextDue()
                .ifPresent(due -> lines.add("the next mail can go at " + TimeZones.format(due, zone) + ", "
                        + (unsettled.anyQueued()
                                ? othersAlive
                                        ? "unless another process sends it before"
                                        : "when a limit of \"delivery\" allows it"
                                : "when its retry is due")));
        return lines;
    }
}
