package heed.benchmarks;

import heed.benchmarks.measure.ForkedJvm;
import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.measure.ResultCheck;
import heed.benchmarks.measure.Statistics;
import heed.benchmarks.store.FilledStore;
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
public final class ImportBenchmark {
    private static final int SAMPLES_PER_SECOND = 50;

    private ImportBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int rows = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        try (DatabaseLoader databaseLoader = DatabaseLoader.create(arguments[1], folder, rows)) {
            compare(databaseLoader, folder, rows, rounds);
        }
    }

    /** A database that rows are loaded into. */
    interface DatabaseLoader extends AutoCloseable {

        /** What is loaded into, with an account and no prospect: {@code --store} of it. */
        String prepareEmpty() throws Exception;

        /** Loads the rows with what the database has for that. */
        void load() throws Exception;

        /** What was loaded, in numbers. */
        String counts() throws Exception;

        /** What loads, for people. */
        String label();

        @Override
        void close() throws IOException;

        static DatabaseLoader create(String database, Path folder, int rows) throws Exception {
            return switch (database) {
                case "sqlite" -> new SqliteLoader(folder, csvFile(folder, rows));
                case "postgresql" -> new PostgresLoader(folder, rows);
                default -> throw new IllegalArgumentException("sqlite or postgresql, not " + database);
            };
        }
    }

    private static void compare(DatabaseLoader databaseLoader, Path folder, int rows, int rounds) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        ResultCheck check = new ResultCheck("imported prospects");
        for (int round = 0; round < rounds; round++) {
            ImportTiming timing = runHeed(csvFile(folder, rows), databaseLoader.prepareEmpty());
            ours.add(timing.ms);
            memory.add(timing.megabytes);
            check.add("heed import", databaseLoader.counts());
            String unused = databaseLoader.prepareEmpty();
            long start = System.nanoTime();
            databaseLoader.load();
            theirs.add(millisSince(start));
            check.add(databaseLoader.label(), databaseLoader.counts());
        }
        double ofTenth = runHeed(csvFile(folder, rows / 10), databaseLoader.prepareEmpty()).megabytes;
        Statistics heed = Statistics.of(ours);
        Statistics loader = Statistics.of(theirs);
        System.out.println(MachineDescription.describe());
        System.out.printf(Locale.ROOT, "%,d rows of CSV; the process of heed with 512 MB of heap%n", rows);
        System.out.printf(Locale.ROOT, "heed import  %s%n", heed.formatMillis());
        System.out.printf(Locale.ROOT, "%s  %s%n", databaseLoader.label(), loader.formatMillis());
        System.out.printf(Locale.ROOT, "ratio        %.2f%n", heed.median() / loader.median());
        check.print(System.out);
        System.out.printf(
                Locale.ROOT,
                "most memory  %,.0f MB; of a tenth of the rows %,.0f MB%n",
                Statistics.of(memory).median(),
                ofTenth);
    }

    private record ImportTiming(double ms, double megabytes) {}

    private static ImportTiming runHeed(Path csv, String store) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = ForkedJvm.start(
                List.of("-Xmx512m", "-XX:+UseSerialGC"), Heed.class, "import", csv.toString(), "--store", store);
        double peak = 0;
        while (!process.waitFor(1_000 / SAMPLES_PER_SECOND, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peakMegabytes(process));
        }
        double ms = millisSince(start);
        if (process.exitValue() != 0) {
            throw new IllegalStateException("heed import ended with " + process.exitValue());
        }
        return new ImportTiming(ms, peak);
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    /** The most memory that a process has had so far, as Linux says it; 0 elsewhere. */
    private static double peakMegabytes(Process process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // it has just ended
        }
    }

    private static Path csvFile(Path folder, int rows) throws IOException {
        Path file = folder.resolve("rows-" + rows + ".csv");
        if (!Files.exists(file)) {
            Path making = folder.resolve("making.csv");
            try (BufferedWriter lines = Files.newBufferedWriter(making)) {
                lines.write(
                        FilledStore.FIELDS.stream().map(field -> field.label()).collect(Collectors.joining(",")));
                lines.write('\n');
                for (Iterator<String> rowIterator = csvRows(rows).iterator(); rowIterator.hasNext(); ) {
                    lines.write(rowIterator.next());
                    lines.write('\n');
                }
            }
            Files.move(making, file);
        }
        return file;
    }

    /** The cells of each row, with commas between them; no value has one, or a quote. */
    static Stream<String> csvRows(int rows) {
        return FilledStore.rows(rows, number -> false)
                .map(row -> FilledStore.FIELDS.stream()
                        .map(field -> row.value(field).orElseThrow().text())
                        .collect(Collectors.joining(",")));
    }

    /** Runs a program to its end with a text as its input. */
    static void runProgram(String input, String... command) throws IOException, InterruptedException {
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
