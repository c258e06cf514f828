package heed.examples.prove;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;

/**
 * What happens to a process while it works on a store: it is killed (SIGKILL), or the store's server is, or the store's disk
 * is full, or somebody else holds what it needs. Servers are started again, disks have room again and locks end some seconds
 * later, whatever has become of the process.
 */
final class InjectedFault {
    /** A process whose store was gone for a while must not wait for ever. */
    private static final Duration RECOVERY_TIMEOUT = Duration.ofMinutes(3);

    private static final int MAX_OUTAGE_MILLIS = 3_000; // ms

    private final ProofStores stores;
    private final String store;
    private final FaultKind kind;
    private final int outageMillis; // ms
    private final Random random;
    private String lockDescription = "";

    private enum FaultKind {
        PROCESS("process killed"),
        SERVER("server killed"),
        DISK("disk full"),
        LOCK("locked out of ");

        private final String label;

        FaultKind(String label) {
            this.label = label;
        }
    }

    private InjectedFault(ProofStores stores, String store, FaultKind kind, int outageMillis, Random random) {
        this.stores = stores;
        this.store = store;
        this.kind = kind;
        this.outageMillis = outageMillis;
        this.random = random;
    }

    /** @param store on which the process works */
    static InjectedFault choose(ProofStores stores, String store, Random random) {
        if (stores.locked()) {
            // It comes to what is held a batch later, and waits then.
            int longer = 3 * (int) ShortTimeoutHeed.LOCK_TIMEOUT.toMillis() + random.nextInt(MAX_OUTAGE_MILLIS);
            return new InjectedFault(stores, store, FaultKind.LOCK, longer, random);
        } else if (stores.disk().isPresent()) {
            return new InjectedFault(stores, store, FaultKind.DISK, random.nextInt(MAX_OUTAGE_MILLIS), random);
        }
        return stores.server().isPresent() && random.nextInt(1_000) < 500 // nextBoolean is alike for seeds in a row
                ? new InjectedFault(stores, store, FaultKind.SERVER, random.nextInt(MAX_OUTAGE_MILLIS), random)
                : new InjectedFault(stores, store, FaultKind.PROCESS, 0, random);
    }

    /**
     * Lets it happen, and waits until the process has ended and the store can be used again; false if the process had ended
     * before.
     *
     * @throws IllegalStateException if a process does not get over it, or does not say why it fails
     */
    boolean inject(HeedProcess process) throws IOException, InterruptedException, SQLException {
        if (kind == FaultKind.PROCESS) {
            return process.kill();
        }
        boolean atWork = process.isAlive();
        boolean ended;
        if (kind == FaultKind.SERVER) {
            stores.server().orElseThrow().kill();
            ended = process.endsWithin(outageMillis);
        } else if (kind == FaultKind.LOCK) {
            try (ForeignLock lock = ForeignLock.acquireRandom(stores.open(store), random)) {
                atWork = process.isAlive();
                lockDescription = lock.toString();
                ended = process.endsWithin(outageMillis);
            }
        } else {
            Path ballast = Files.createTempFile(stores.disk().orElseThrow(), "ballast", "");
            fillDisk(ballast);
            ended = process.endsWithin(outageMillis);
            Files.delete(ballast);
        }
        if (stores.server().isPresent()) {
            stores.server().get().startIfDown();
        }
        if (!ended && !process.endsWithin(RECOVERY_TIMEOUT.toMillis())) {
            process.kill();
            throw new IllegalStateException("the process does not end (" + this + ")");
        }
        if (kind == FaultKind.LOCK && process.failed()) {
            process.requireExitCode(1);
            if (!process.hasPrinted("the store is busy")) {
                throw new IllegalStateException("the process does not say why it fails (" + this + ")");
            }
        }
        return atWork;
    }

    /** Until not a byte more goes in. */
    private static void fillDisk(Path ballast) throws IOException {
        for (int size = 1 << 22; size > 0; size /= 8) {
            byte[] bytes = new byte[size];
            try (OutputStream out = Files.newOutputStream(ballast, StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(bytes);
                }
            } catch (IOException full) {
                // on with smaller pieces
            }
        }
    }

    @Override
    public String toString() {
        return kind.label + lockDescription;
    }
}
