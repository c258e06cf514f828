package heed.cli.store;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.model.store.CheckFinding;
import heed.model.store.CheckFinding.Inconsistency;
import heed.model.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Looks over a store, says what is wrong and how to mend it, and mends nothing. */
@Command(
        name = "doctor",
        description = "Look over the whole store for what should not be, and say how to mend it; nothing is changed.",
        footer = {"", "Exit codes: 0 all is as it should be; 1 something is not."})
public final class DoctorCommand extends HeedCommand {
    public DoctorCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        List<CheckFinding> examined = new ArrayList<>();
        try (Store store = AccountSession.openStore(globalOptions(), environment())) {
            store.check(part -> {
                examined.add(part);
                if (!globalOptions().json()) {
                    print(part);
                }
                throwIfStopRequested("Nothing was changed");
            });
        }
        boolean healthy =
                examined.stream().allMatch(part -> part.inconsistencies().isEmpty());
        if (globalOptions().json()) {
            console()
                    .writeJson(new CheckAnswer(
                            healthy, examined.stream().map(PartAnswer::of).toList()));
        } else {
            console().printNote("");
            console()
                    .printNote(
                            healthy
                                    ? "All is as it should be."
                                    : "Something is not as it should be. Nothing was changed.");
        }
        return healthy ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void print(CheckFinding part) {
        console()
                .printLine((part.inconsistencies().isEmpty() ? "ok     " : "WRONG  ")
                        + part.area().expectation());
        for (Inconsistency fault : part.inconsistencies()) {
            console()
                    .printLine("       " + TerminalText.formatNumber(fault.count()) + " " + fault.description()
                            + (fault.examples().isEmpty() ? "" : ": " + String.join("; ", fault.examples()))
                            + (fault.count() > fault.examples().size()
                                            && !fault.examples().isEmpty()
                                    ? "; …"
                                    : ""));
            console().printLine("       → " + CheckAdvice.repair(fault));
        }
        CheckAdvice.notes(part).forEach(note -> console().printLine("       " + note));
    }

    private record CheckAnswer(boolean well, List<PartAnswer> parts) {}

    private record PartAnswer(String part, List<FaultAnswer> faults, List<String> notes) {
        static PartAnswer of(CheckFinding finding) {
            return new PartAnswer(
                    finding.area().name().toLowerCase(Locale.ROOT),
                    finding.inconsistencies().stream().map(FaultAnswer::of).toList(),
                    CheckAdvice.notes(finding));
        }
    }

    private record FaultAnswer(String what, long cases, List<String> examples, String repair) {
        static FaultAnswer of(Inconsistency inconsistency) {
            return new FaultAnswer(
                    inconsistency.description(),
                    inconsistency.count(),
                    inconsistency.examples(),
                    CheckAdvice.repair(inconsistency));
        }
    }
}
