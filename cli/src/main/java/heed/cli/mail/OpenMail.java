package heed.cli.mail;

import heed.cli.internal.account.TimeZones;
import heed.mail.outbox.UnsettledMail;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** What is left to send, in words. */
public final class OpenMail {
    private OpenMail() {}

    /**
     * Describes what a delivery waits for that has nothing to do at the moment.
     *
     * @param othersAlive whether other processes deliver mail of the account
     */
    static List<String> describeWait(UnsettledMail unsettled, boolean othersAlive, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        String others = othersAlive ? "another process" : "a process that has ended";
        unsettled
                .lastLeaseEnd()
                .ifPresent(end -> lines.add("mail is in flight in " + others
                        + ": waiting for its outcome, until " + TimeZones.format(end, zone)
                        + " at the latest. Mail without an outcome is then listed as unknown and not sent again"));
        unsettled
                .nextDue()
                .ifPresent(due -> lines.add("the next mail can be sent at " + TimeZones.format(due, zone)
                        + ": until then a limit of \"delivery\", its retry or a reservation of another process holds it"
                        + " back"));
        return lines;
    }
}
