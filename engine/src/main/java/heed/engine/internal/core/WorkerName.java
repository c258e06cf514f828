package heed.engine.internal.core;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of workers, from which other processes on the same host can find out whether a worker is still alive. */
public final class WorkerName {
    private static final Pattern PATTERN =
            Pattern.compile("process (\\d{1,18}) on (.+?)( [0-9a-f]{8})?", Pattern.DOTALL);
    private static final int SUFFIX_LENGTH = 8;

    private WorkerName() {}

    /** Returns the name of this process: its process id and host. */
    public static String ofThisProcess() {
        return "process " + ProcessHandle.current().pid() + " on " + host();
    }

    /** Returns a unique name for one piece of work, so that two threads of one process are two workers. */
    public static String unique(String processName) {
        return processName + " " + UUID.randomUUID().toString().substring(0, SUFFIX_LENGTH);
    }

    /**
     * Returns whether the process of a worker has ended: it ran on this host, and no process has its process id. The
     * result can be wrong for a worker on another machine with the same host name. That worker then loses its work in
     * progress and nothing more, because a batch is committed only by the worker that holds the lease.
     */
    public static boolean hasEnded(String worker) {
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
