package heed.examples.prove;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;

/**
 * What happens to a process while it works on a store: it is killed (SIGKILL), or the store's server is, or the store's disk
 * is full. Servers are started again and disks have room again some seconds later, whatever has become of the process.
 */
final class Death {
    /** A process whose store was gone for a while must not wait for ever. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final int LONGEST_OUTAGE = 3_000; // ms

    private final ProofStores stores;
    private final Kind kind;
    private final int outage; // ms

    private enum Kind {
        PROCESS("process killed"),
        SERVER("server killed"),
        DISK("disk full");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    private Death(ProofStores stores, Kind kind, int outage) {
        this.stores = stores;
        this.kind = kind;
        this.outage = outage;
    }

    static Death drawn(ProofStores stores, Random random) {
        if (stores.disk().isPresent()) {
            return new Death(stores, Kind.DISK, random.nextInt(LONGEST_OUTAGE));
        }
        return stores.server().isPresent() && random.nextInt(1_000) < 500 // nextBoolean is alike for seeds in a row
                ? new Death(stores, Kind.SERVER, random.nextInt(LONGEST_OUTAGE))
                : new Death(stores, Kind.PROCESS, 0);
    }

    /**
     * Lets it happen, and waits until the process has ended and the store can be used again; false if the process had ended
     * before.
     *
     * @throws IllegalStateException if a process does not get over it
     */
    boolean comesTo(HeedProcess process) throws IOException, InterruptedException {
        if (kind == Kind.PROCESS) {
            return process.kill();
        }
        boolean atWork = process.isAlive();
        boolean ended;
        if (kind == Kind.SERVER) {
            stores.server().orElseThrow().kill();
            ended = process.ends(outage);
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
        return kind.words;
    }
}
