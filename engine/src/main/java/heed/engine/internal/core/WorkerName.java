package heed.engine.internal.core;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names for the workers of this process, which other processes of this machine can tell from the dead. */
public final class WorkerName {
    private static final Pattern PATTERN =
            Pattern.compile("process (\\d{1,18}) on (.+?)( [0-9a-f]{8})?", Pattern.DOTALL);
    private static final int SUFFIX_LENGTH = 8;

    private WorkerName() {}

    public static String ofThisProcess() {
        return "process " + ProcessHandle.current().pid() + " on " + host();
    }

    /** A name of its own for one piece of work, so that two threads of one process are two workers. */
    public static String unique(String processName) {
        return processName + " " + UUID.randomUUID().toString().substring(0, SUFFIX_LENGTH);
    }

    /**
     * Whether a worker is known to be dead. A lease taken from one who is not, behind the same host name, costs that one its
     * work and no more: a batch is committed only by who holds the lease.
     */
    public static boolean isDead(String worker) {
        Matcher matcher = PATTERN.matcher(worker);
        return matcher.matches()
                && matcher.group(2).equals(host())
                && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
