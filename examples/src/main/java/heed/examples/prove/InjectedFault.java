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
 * A fault that is injected while a process works on a store: the process is killed (SIGKILL), the server of the store is killed,
 * the disk of the store is full, or a foreign transaction locks part of the store. The server is started again, the disk is
 * freed or the lock is released some seconds later, whether the process has ended or not.
 */
final class InjectedFault {
    /** The longest time that a process may take to end after its store is available again. */
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
        LOCK("locked out: ");

        private final String description;

        FaultKind(String description) {
            this.description = description;
        }
    }

    private InjectedFault(ProofStores stores, String store, FaultKind kind, int outageMillis, Random random) {
        this.stores = stores;
        this.store = store;
        this.kind = kind;
        this.outageMillis = outageMillis;
        this.random = random;
    }

    /**
     * Chooses a fault that the kind of store allows.
     *
     * @param store the name of the store that the process works on
     */
    static InjectedFault choose(ProofStores stores, String store, Random random) {
        if (stores.faults().locked()) {
            // The process reaches the locked rows up to a batch later, and only then begins to wait.
            int lockMillis = 3 * (int) ShortTimeoutHeed.LOCK_TIMEOUT.toMillis() + random.nextInt(MAX_OUTAGE_MILLIS);
            return new InjectedFault(stores, store, FaultKind.LOCK, lockMillis, random);
        } else if (stores.faults().disk().isPresent()) {
            return new InjectedFault(stores, store, FaultKind.DISK, random.nextInt(MAX_OUTAGE_MILLIS), random);
        }
        return stores.server().isPresent()
                        && random.nextInt(1_000) < 500 // nextBoolean is the same for many successive seeds
                ? new InjectedFault(stores, store, FaultKind.SERVER, random.nextInt(MAX_OUTAGE_MILLIS), random)
                : new InjectedFault(stores, store, FaultKind.PROCESS, 0, random);
    }

    /**
     * Injects the fault, and waits until the process has ended and the store is available again.
     *
     * @return whether the process was still running when the fault was injected
     * @throws IllegalStateException if the process does not end, or does not report the lock that made it fail
     */
    boolean inject(HeedProcess process) throws IOException, InterruptedException, SQLException {
        if (kind == FaultKind.PROCESS) {
            return process.kill();
        }
        boolean running = process.isAlive();
        boolean ended;
        if (kind == FaultKind.SERVER) {
            stores.server().orElseThrow().kill();
            ended = process.endsWithin(outageMillis);
        } else if (kind == FaultKind.LOCK) {
            try (ForeignLock lock = ForeignLock.acquireRandom(stores.open(store), random)) {
                running = process.isAlive();
                lockDescription = lock.toString();
                ended = process.endsWithin(outageMillis);
            }
        } else {
            Path ballast = Files.createTempFile(stores.faults().disk().orElseThrow(), "ballast", "");
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
                throw new IllegalStateException(
                        "the process does not report the lock that made it fail (" + this + ")");
            }
        }
        return running;
    }

    /** Fills the disk to its last byte. */
    private static void fillDisk(Path ballast) throws IOException {
        for (int size = 1 << 22; size > 0; size /= 8) {
            byte[] bytes = new byte[size];
            try (OutputStream out = Files.newOutputStream(ballast, StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(bytes);
                }
            } catch (IOException diskFull) {
                // the disk has no room for this size: continue with a smaller one
            }
        }
    }

    @Override
    public String toString() {
        return kind.description + lockDescription;
    }
}
