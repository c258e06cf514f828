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
final class Death {
    /** A process whose store was gone for a while must not wait for ever. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final int LONGEST_OUTAGE = 3_000; // ms

    private final ProofStores stores;
    private final String store;
    private final Kind kind;
    private final int outage; // ms
    private final Random random;
    private String held = "";

    private enum Kind {
        PROCESS("process killed"),
        SERVER("server killed"),
        DISK("disk full"),
        LOCK("locked out of ");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    private Death(ProofStores stores, String store, Kind kind, int outage, Random random) {
        this.stores = stores;
        this.store = store;
        this.kind = kind;
        this.outage = outage;
        this.random = random;
    }

    /** @param store on which the process works */
    static Death drawn(ProofStores stores, String store, Random random) {
        if (stores.locked()) {
            // It comes to what is held a batch later, and waits then.
            int longer = 3 * (int) ImpatientHeed.PATIENCE.toMillis() + random.nextInt(LONGEST_OUTAGE);
            return new Death(stores, store, Kind.LOCK, longer, random);
        } else if (stores.disk().isPresent()) {
            return new Death(stores, store, Kind.DISK, random.nextInt(LONGEST_OUTAGE), random);
        }
        return stores.server().isPresent() && random.nextInt(1_000) < 500 // nextBoolean is alike for seeds in a row
                ? new Death(stores, store, Kind.SERVER, random.nextInt(LONGEST_OUTAGE), random)
                : new Death(stores, store, Kind.PROCESS, 0, random);
    }

    /**
     * Lets it happen, and waits until the process has ended and the store can be used again; false if the process had ended
     * before.
     *
     * @throws IllegalStateException if a process does not get over it, or does not say why it fails
     */
    boolean comesTo(HeedProcess process) throws IOException, InterruptedException, SQLException {
        if (kind == Kind.PROCESS) {
            return process.kill();
        }
        boolean atWork = process.isAlive();
        boolean ended;
        if (kind == Kind.SERVER) {
            stores.server().orElseThrow().kill();
            ended = process.ends(outage);
        } else if (kind == Kind.LOCK) {
            try (StrangersLock lock = StrangersLock.on(stores.open(store), random)) {
                atWork = process.isAlive();
                held = lock.toString();
                ended = process.ends(outage);
            }
        } else {
            Path ballast = Files.createTempFile(stores.disk().orElseThrow(), "ballast", "");
            fill(ballast);
            ended = process.ends(outage);
            Files.delete(ballast);
        }
        if (stores.server().isPresent()) {
            stores.server().get().startIfDown();
        }
        if (!ended && !process.ends(PATIENCE.toMillis())) {
            process.kill();
            throw new IllegalStateException("the process does not end (" + this + ")");
        }
        if (kind == Kind.LOCK && process.failed()) {
            process.finish(1);
            if (!process.said("the store is busy")) {
                throw new IllegalStateException("the process does not say why it fails (" + this + ")");
            }
        }
        return atWork;
    }

    /** Until not a byte more goes in. */
    private static void fill(Path ballast) throws IOException {
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
        return kind.words + held;
    }
}
