package heed.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names for the workers of this process, which other processes of this machine can tell from the dead. */
final class OwnProcess {
    private static final Pattern NAME = Pattern.compile("process (\\d{1,18}) on (.+?)( [0-9a-f]{8})?", Pattern.DOTALL);
    private static final int TELLING = 8;

    private OwnProcess() {}

    static String name() {
        return "process " + ProcessHandle.current().pid() + " on " + host();
    }

    /** A name of its own for one piece of work, so that two threads of one process are two workers. */
    static String worker(String process) {
        return process + " " + UUID.randomUUID().toString().substring(0, TELLING);
    }

    /**
     * Whether a worker is known to be dead. A lease taken from one who is not, behind the same host name, costs that one its
     * work and no more: a batch is committed only by who holds the lease.
     */
    static boolean gone(String worker) {
        Matcher name = NAME.matcher(worker);
        return name.matches()
                && name.group(2).equals(host())
                && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
