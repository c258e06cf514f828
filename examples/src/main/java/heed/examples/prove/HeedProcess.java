package heed.examples.prove;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One call of the {@code heed} command on one store, as a process of its own. */
final class HeedProcess {
    private final Process process;
    private final Path out;
    private final Path err;

    private HeedProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** @param heed the command's words, before those of the call */
    static HeedProcess start(List<String> heed, Path store, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(heed);
        command.addAll(List.of(arguments));
        command.addAll(List.of("--store", store.toString(), "--json"));
        Path out = store.resolveSibling("stdout.txt");
        Path err = store.resolveSibling("stderr.txt");
        return new HeedProcess(
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start(),
                out,
                err);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits so long at most, and says whether it has ended. */
    boolean ends(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** SIGKILL: says whether that was what ended it. */
    boolean kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        return process.destroyForcibly().waitFor() == 128 + 9;
    }

    /** SIGTERM: waits for its orderly end. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** Waits for its end, which must be one of these exit codes. */
    void finish(Integer... expected) throws IOException, InterruptedException {
        int exit = process.waitFor();
        if (!List.of(expected).contains(exit)) {
            throw new IllegalStateException("exit code " + exit + ": " + Files.readString(err) + Files.readString(out));
        }
    }

    /** A copy of a store that nobody has open, in place of what a killed process left. */
    static void copy(Path base, Path store) throws IOException {
        for (String suffix : List.of("-wal", "-shm")) {
            Files.deleteIfExists(store.resolveSibling(store.getFileName() + suffix));
        }
        Files.copy(base, store, StandardCopyOption.REPLACE_EXISTING);
    }
}
