package heed.examples.prove;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /**
     * @param heed the command's words, before those of the call
     * @param folder where what it prints is kept until the next call
     */
    static HeedProcess start(List<String> heed, Path folder, String store, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(heed);
        command.addAll(List.of(arguments));
        command.addAll(List.of("--store", store, "--json"));
        Path out = folder.resolve("stdout.txt");
        Path err = folder.resolve("stderr.txt");
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

    /** Whether it has ended with an error. */
    boolean failed() {
        return !process.isAlive() && process.exitValue() != 0;
    }

    /** Whether that was among what it has printed. */
    boolean hasPrinted(String text) throws IOException {
        return (Files.readString(err) + Files.readString(out)).contains(text);
    }

    /** Waits so long at most, and says whether it has ended. */
    boolean endsWithin(long millis) throws InterruptedException {
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
    void requireExitCode(Integer... expected) throws IOException, InterruptedException {
        int exit = process.waitFor();
        if (!List.of(expected).contains(exit)) {
            throw new IllegalStateException("exit code " + exit + ": " + Files.readString(err) + Files.readString(out));
        }
    }
}
