package heed.cli.mail;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Console;
import heed.cli.console.Failure;
import heed.mail.outbox.SendCount;
import heed.model.run.RunId;
import java.util.List;
import java.util.Optional;

/** The runs whose mail commands are about. */
public final class Runs {
    private Runs() {}

    /** @throws Failure if there is no such run */
    public static RunId known(OpenAccount open, long number) {
        RunId id = new RunId(number);
        if (open.account().read(reading -> reading.findRun(id)).isEmpty()) {
            throw Failure.invalid("unknown-run", "there is no run " + number + "; `heed runs` lists them");
        }
        return id;
    }

    /** Whether mail of the run waits. */
    public static boolean waits(OpenAccount open, RunId run) {
        return open.mail().outbox().countSends(Optional.of(run)).stream()
                .anyMatch(count -> count.state().waiting());
    }

    /** Tells what was done, and where the run's mail stands now. */
    static void tell(Console console, boolean asJson, OpenAccount open, RunId run, String done) {
        List<SendCount> counts = open.mail().outbox().countSends(Optional.of(run));
        if (asJson) {
            console.json(json -> {
                json.writeStartObject();
                json.writeNumberProperty("run", run.value());
                SendCounts.write(json, counts);
                json.writeEndObject();
            });
        } else {
            console.line(done);
            SendCounts.print(console, counts);
        }
    }
}
