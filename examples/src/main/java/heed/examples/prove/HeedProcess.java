package heed.examples.prove;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that runs one {@code heed} command on one store. */
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
     * Starts a command.
     *
     * @param heed the words that start {@code heed}, without arguments
     * @param folder the folder of the output files, which the next command in the same folder overwrites
     * @param store the value of {@code --store}
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

    /** Returns whether the process has ended with an exit code other than 0. */
    boolean failed() {
        return !process.isAlive() && process.exitValue() != 0;
    }

    /** Returns whether the output so far contains a text. */
    boolean hasPrinted(String text) throws IOException {
        return (Files.readString(err) + Files.readString(out)).contains(text);
    }

    /** Waits at most the given milliseconds for the end of the process. Returns whether it has ended. */
    boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** Kills the process and its children (SIGKILL). Returns whether the signal ended it. */
    boolean kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        return process.destroyForcibly().waitFor() == 128 + 9;
    }

    /**
     * Sends a signal.
     *
     * @param name the name of the signal, such as "STOP"
     */
    void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("the process has ended before the signal " + name);
        }
    }

    /** Asks the process to end (SIGTERM) and waits until it has. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /**
     * Waits until the process has ended, and returns its exit code.
     *
     * @throws IllegalStateException if its exit code is not among the expected ones; the message contains its output
     */
    int requireExitCode(Integer... expected) throws IOException, InterruptedException {
        int exit = process.waitFor();
        if (!List.of(expected).contains(exit)) {
            throw new IllegalStateException("exit code " + exit + ": " + Files.readString(err) + Files.readString(out));
        }
        return exit;
    }
}
