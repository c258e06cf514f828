package heed.benchmarks;

import heed.benchmarks.measure.ForkedJvm;
import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.measure.PeakMemory;
import heed.benchmarks.measure.ResultCheck;
import heed.benchmarks.measure.Statistics;
import heed.benchmarks.store.CachedFile;
import heed.benchmarks.store.FilledStore;
import heed.cli.Heed;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
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
 * Measures {@code heed import} of a CSV file into an empty account, the whole process with a heap of 512 MB. The alternative is the
 * loader of the database: the same rows into the same tables with their indexes, in one transaction. The sides alternate. Prints
 * the peak memory of the process for all rows and for a tenth of them.
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
        try (DatabaseLoader loader = DatabaseLoader.create(arguments[1], folder, rows)) {
            compare(loader, folder, rows, rounds);
        }
    }

    /** The loader of a database. */
    interface DatabaseLoader extends AutoCloseable {

        /** Creates a store with an account and no prospects. Returns its address for the option {@code --store}. */
        String prepareEmpty() throws Exception;

        /** Loads the rows. */
        void load() throws Exception;

        /** Returns counts and checksums of the loaded rows. */
        String counts() throws Exception;

        /** Returns the name of the loader, padded for the output. */
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

    private static void compare(DatabaseLoader loader, Path folder, int rows, int rounds) throws Exception {
        List<Double> importMillis = new ArrayList<>();
        List<Double> loaderMillis = new ArrayList<>();
        List<Double> peakMegabytes = new ArrayList<>();
        ResultCheck check = new ResultCheck("imported prospects");
        for (int round = 0; round < rounds; round++) {
            ImportTiming timing = runHeed(csvFile(folder, rows), loader.prepareEmpty());
            importMillis.add(timing.millis);
            peakMegabytes.add(timing.peakMegabytes);
            check.add("heed import", loader.counts());
            String unused = loader.prepareEmpty();
            long start = System.nanoTime();
            loader.load();
            loaderMillis.add(millisSince(start));
            check.add(loader.label(), loader.counts());
        }
        double peakOfTenth = runHeed(csvFile(folder, rows / 10), loader.prepareEmpty()).peakMegabytes;
        Statistics heed = Statistics.of(importMillis);
        Statistics loading = Statistics.of(loaderMillis);
        System.out.println(MachineDescription.describe());
        System.out.printf(Locale.ROOT, "%,d rows of CSV; the process of heed with 512 MB of heap%n", rows);
        System.out.printf(Locale.ROOT, "heed import  %s%n", heed.format("ms"));
        System.out.printf(Locale.ROOT, "%s  %s%n", loader.label(), loading.format("ms"));
        System.out.printf(Locale.ROOT, "ratio        %.2f%n", heed.median() / loading.median());
        check.print(System.out);
        System.out.printf(
                Locale.ROOT,
                "most memory  %,.0f MB; of a tenth of the rows %,.0f MB%n",
                Statistics.of(peakMegabytes).median(),
                peakOfTenth);
    }

    private record ImportTiming(double millis, double peakMegabytes) {}

    private static ImportTiming runHeed(Path csv, String store) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = ForkedJvm.start(
                List.of("-Xmx512m", "-XX:+UseSerialGC"),
                Heed.class,
                "import",
                csv.toString(),
                "--new-store",
                "--store",
                store);
        long peakKib = 0;
        while (!process.waitFor(1_000 / SAMPLES_PER_SECOND, TimeUnit.MILLISECONDS)) {
            peakKib = Math.max(peakKib, PeakMemory.kib(process.pid()).orElse(0));
        }
        double millis = millisSince(start);
        if (process.exitValue() != 0) {
            throw new IllegalStateException("heed import ended with " + process.exitValue());
        }
        return new ImportTiming(millis, peakKib / 1024.0);
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    private static Path csvFile(Path folder, int rows) throws IOException {
        return CachedFile.createIfMissing(folder.resolve("rows-" + rows + ".csv"), file -> {
            try (BufferedWriter lines = Files.newBufferedWriter(file)) {
                lines.write(
                        FilledStore.FIELDS.stream().map(field -> field.label()).collect(Collectors.joining(",")));
                lines.write('\n');
                for (Iterator<String> rowIterator = csvRows(rows).iterator(); rowIterator.hasNext(); ) {
                    lines.write(rowIterator.next());
                    lines.write('\n');
                }
            }
        });
    }

    /** Returns the rows of CSV. No value contains a comma or a quote, so none is quoted. */
    static Stream<String> csvRows(int rows) {
        return FilledStore.rows(rows, number -> false)
                .map(row -> FilledStore.FIELDS.stream()
                        .map(field -> row.value(field).orElseThrow().text())
                        .collect(Collectors.joining(",")));
    }

    /** Runs a program to its end with a text as its standard input. */
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
