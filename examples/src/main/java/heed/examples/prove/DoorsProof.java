package heed.examples.prove;

import heed.cli.Heed;
import heed.cli.process.CommandEnvironment;
import heed.store.DatabaseStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Imports random files in the shapes of vendors' exports, with noes in them. After an import that ended with 0, every address
 * with a readable no is suppressed. After 1, it is suppressed, or a rejected row names it. After 2, nothing was imported.
 */
public final class DoorsProof {
    private final Path folder;

    /** @param folder an existing folder for the files and stores of the rounds */
    public DoorsProof(Path folder) {
        this.folder = folder;
    }

    /** How often the imports ended with each exit code, and how many noes were in the imported files. */
    public record DoorsResult(long complete, long partial, long stopped, long noes) {
        DoorsResult plus(DoorsResult other) {
            return new DoorsResult(
                    complete + other.complete, partial + other.partial, stopped + other.stopped, noes + other.noes);
        }
    }

    /** Runs {@code DoorsProof FOLDER SECONDS SEED}. The first broken promise ends the run with exit code 1. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("DoorsProof FOLDER SECONDS SEED");
            System.exit(2);
        }
        DoorsProof proof = new DoorsProof(Files.createDirectories(Path.of(arguments[0])));
        long seed = Long.parseLong(arguments[2]);
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.parseLong(arguments[1])).toNanos();
        long rounds = 0;
        DoorsResult sum = new DoorsResult(0, 0, 0, 0);
        while (System.nanoTime() < end) {
            try {
                sum = sum.plus(proof.runRound(seed + rounds));
            } catch (IllegalStateException broken) {
                System.out.println(broken.getMessage());
                System.exit(1);
            }
            rounds++;
        }
        System.out.println(rounds + " files from seed " + seed + ", with " + sum.noes + " noes in the imported ones: "
                + sum.complete + " imported, " + sum.partial + " with rejected rows, " + sum.stopped
                + " stopped with a question. No no was lost.");
    }

    /**
     * Imports one file.
     *
     * @throws IllegalStateException if an address with a no can be mailed and no one was told; the message names the seed
     */
    public DoorsResult runRound(long seed) throws IOException {
        VendorFile file = VendorFile.random(new Random(seed));
        Path round = Files.createTempDirectory(folder, "doors");
        try {
            return importFile(seed, round, file);
        } finally {
            try (Stream<Path> files = Files.walk(round)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private record CommandEnd(int code, String output) {}

    private static DoorsResult importFile(long seed, Path round, VendorFile file) throws IOException {
        Path csv = Files.write(round.resolve("export.csv"), file.bytes());
        Path store = Files.createDirectory(round.resolve("store")).resolve("heed.db");
        Path rejects = round.resolve("rejects.csv");
        List<String> command = new ArrayList<>(
                List.of("import", csv.toString(), "--store", store.toString(), "--rejects", rejects.toString()));
        CommandEnd end = heed(command);
        if (end.code == 2) {
            command.addAll(file.answers());
            command.add("--reject-unknown-flags");
            end = heed(command);
        }
        if (end.code == 2) {
            if (Files.exists(store)) {
                throw new IllegalStateException("seed " + seed + ": the import stopped and created a store");
            }
            return new DoorsResult(0, 0, 1, 0);
        }
        String suppressed = heed(List.of("suppression", "export", "-", "--store", store.toString())).output;
        String rejected = Files.exists(rejects) ? Files.readString(rejects, StandardCharsets.UTF_8) : "";
        for (String address : file.noes()) {
            boolean named = end.code == 1 && rejected.toLowerCase(Locale.ROOT).contains(address);
            if (!suppressed.contains("\n" + address + ",") && !named) {
                throw new IllegalStateException("seed " + seed + ": " + address
                        + " said no and can be mailed after an import that ended with " + end.code + "\n"
                        + end.output);
            }
        }
        return new DoorsResult(
                end.code == 0 ? 1 : 0, end.code == 0 ? 0 : 1, 0, file.noes().size());
    }

    private static CommandEnd heed(List<String> command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Heed.run(
                new CommandEnvironment(
                        InputStream.nullInputStream(),
                        out,
                        out,
                        CommandEnvironment.Terminals.NONE,
                        Clock.tickMillis(ZoneOffset.UTC),
                        ZoneOffset.UTC,
                        "prove",
                        Map.of(),
                        DatabaseStore.DEFAULT_LOCK_TIMEOUT,
                        () -> false),
                command.toArray(String[]::new));
        return new CommandEnd(code, out.toString(StandardCharsets.UTF_8));
    }
}
