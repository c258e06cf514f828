package heed.benchmarks;

import heed.cli.Heed;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code heed import} of a CSV file into an empty account, the whole process with a heap of 512 MB, beside what the database
 * itself has for that: the same rows into the same tables with their indexes, in one transaction. They alternate. The most
 * memory that the process had is told for all the rows and for a tenth of them.
 *
 * <p>{@code FOLDER sqlite|postgresql ROWS ROUNDS}
 */
public final class ImportRun {
    private static final int MOST_SAMPLES_A_SECOND = 50;

    private ImportRun() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int rows = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        try (Loading loading = Loading.in(arguments[1], folder, rows)) {
            compare(loading, folder, rows, rounds);
        }
    }

    /** A database that rows are loaded into. */
    interface Loading extends AutoCloseable {

        /** What is loaded into, with an account and no prospect: {@code --store} of it. */
        String empty() throws Exception;

        /** Loads the rows with what the database has for that. */
        void load() throws Exception;

        /** What was loaded, in numbers. */
        String counts() throws Exception;

        /** What loads, for people. */
        String loader();

        @Override
        void close() throws IOException;

        static Loading in(String database, Path folder, int rows) throws Exception {
            return switch (database) {
                case "sqlite" -> new SqliteLoading(folder, csv(folder, rows));
                case "postgresql" -> new PostgresLoading(folder, rows);
                default -> throw new IllegalArgumentException("sqlite or postgresql, not " + database);
            };
        }
    }

    private static void compare(Loading loading, Path folder, int rows, int rounds) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Took took = heed(csv(folder, rows), loading.empty());
            ours.add(took.ms);
            memory.add(took.megabytes);
            String byHeed = loading.counts();
            String unused = loading.empty();
            long start = System.nanoTime();
            loading.load();
            theirs.add(ms(start));
            String byLoader = loading.counts();
            if (!byHeed.equals(byLoader)) {
                throw new IllegalStateException(byHeed + " against " + byLoader);
            }
        }
        double ofTenth = heed(csv(folder, rows / 10), loading.empty()).megabytes;
        Spread heed = Spread.of(ours);
        Spread loader = Spread.of(theirs);
        System.out.println(Machine.words());
        System.out.printf(Locale.ROOT, "%,d rows of CSV; the process of heed with 512 MB of heap%n", rows);
        System.out.printf(Locale.ROOT, "heed import  %s%n", heed.ms());
        System.out.printf(Locale.ROOT, "%s  %s%n", loading.loader(), loader.ms());
        System.out.printf(Locale.ROOT, "ratio        %.2f%n", heed.median() / loader.median());
        System.out.printf(
                Locale.ROOT,
                "most memory  %,.0f MB; of a tenth of the rows %,.0f MB%n",
                Spread.of(memory).median(),
                ofTenth);
    }

    private record Took(double ms, double megabytes) {}

    private static Took heed(Path csv, String store) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = OwnProcess.start(
                List.of("-Xmx512m", "-XX:+UseSerialGC"), Heed.class, "import", csv.toString(), "--store", store);
        double most = 0;
        while (!process.waitFor(1_000 / MOST_SAMPLES_A_SECOND, TimeUnit.MILLISECONDS)) {
            most = Math.max(most, megabytes(process));
        }
        double ms = ms(start);
        if (process.exitValue() != 0) {
            throw new IllegalStateException("heed import ended with " + process.exitValue());
        }
        return new Took(ms, most);
    }

    private static double ms(long start) {
        return (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    /** The most memory that a process has had so far, as Linux says it; 0 elsewhere. */
    private static double megabytes(Process process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // it has just ended
        }
    }

    private static Path csv(Path folder, int rows) throws IOException {
        Path file = folder.resolve("rows-" + rows + ".csv");
        if (!Files.exists(file)) {
            Path making = folder.resolve("making.csv");
            try (BufferedWriter lines = Files.newBufferedWriter(making)) {
                lines.write(
                        FilledStore.FIELDS.stream().map(field -> field.label()).collect(Collectors.joining(",")));
                lines.write('\n');
                for (Iterator<String> each = cells(rows).iterator(); each.hasNext(); ) {
                    lines.write(each.next());
                    lines.write('\n');
                }
            }
            Files.move(making, file);
        }
        return file;
    }

    /** The cells of each row, with commas between them; no value has one, or a quote. */
    static Stream<String> cells(int rows) {
        return FilledStore.rows(rows, number -> false)
                .map(row -> FilledStore.FIELDS.stream()
                        .map(field -> row.value(field).orElseThrow().text())
                        .collect(Collectors.joining(",")));
    }

    /** Runs a program to its end with a text as its input. */
    static void run(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        if (process.waitFor() != 0) {
            throw new IOException(command[0] + " failed");
        }
    }
}
