package heed.examples.prove;

import heed.cli.Heed;
import java.time.Duration;

/** The {@code heed} command, but for how long its stores wait for what others hold: a moment in place of a minute. */
public final class ImpatientHeed {
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private ImpatientHeed() {}

    public static void main(String[] arguments) {
        Heed.main(PATIENCE, arguments);
    }
}
