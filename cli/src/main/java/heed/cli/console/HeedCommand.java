package heed.cli.console;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command: its options are its fields, its answer goes to the console. */
public abstract class HeedCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    private final World world;
    private final Console console;

    protected HeedCommand(World world) {
        this.world = world;
        this.console = new Console(world);
    }

    /** @throws Failure if it could not be done */
    protected abstract Exit run() throws IOException;

    @Override
    public final Integer call() throws IOException {
        return run().code();
    }

    public final Common common() {
        return common;
    }

    protected final World world() {
        return world;
    }

    protected final Console console() {
        return console;
    }

    /** Ends long work between two commits if the person asked to stop. */
    protected final void stopIfAsked(String howToGoOn) {
        if (world.stopping().getAsBoolean()) {
            throw Failure.failed("stopped", "stopped as asked. " + howToGoOn);
        }
    }
}
