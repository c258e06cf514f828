package heed.cli.store;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.model.store.CheckFinding;
import heed.model.store.CheckFinding.Inconsistency;
import heed.model.store.Store;
import heed.model.store.UpgradeNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Checks a store for inconsistencies and reports how to fix them. Changes nothing. */
@Command(
        name = "doctor",
        description = "Check the store for inconsistencies and report how to fix them. Changes nothing.",
        footer = {"", "Exit codes: 0 no inconsistencies; 1 inconsistencies found."})
public final class DoctorCommand extends HeedCommand {
    private final CheckAdvice advice = new CheckAdvice(globalOptions());

    public DoctorCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        List<CheckFinding> findings = new ArrayList<>();
        try (Store store = AccountSession.openStore(globalOptions(), environment())) {
            if (!globalOptions().json()) {
                console()
                        .printNote("the store is " + globalOptions().store() + ", named by "
                                + globalOptions().storeOrigin(environment().variables()) + ".");
            }
            store.check(finding -> {
                findings.add(finding);
                if (!globalOptions().json()) {
                    print(finding);
                }
                throwIfStopRequested("Nothing was changed.");
            });
        }
        boolean healthy =
                findings.stream().allMatch(finding -> finding.inconsistencies().isEmpty());
        if (globalOptions().json()) {
            console()
                    .writeJson(new CheckAnswer(
                            healthy,
                            findings.stream()
                                    .map(finding -> PartAnswer.of(finding, advice))
                                    .toList()));
        } else {
            console().printSeparator();
            console().printNote(healthy ? "no inconsistencies found." : "inconsistencies found. Nothing was changed.");
        }
        return healthy ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void print(CheckFinding finding) {
        console()
                .printLine((finding.inconsistencies().isEmpty() ? "ok     " : "WRONG  ")
                        + finding.area().expectation());
        for (Inconsistency inconsistency : finding.inconsistencies()) {
            console()
                    .printLine("       " + TerminalText.formatNumber(inconsistency.count()) + " "
                            + inconsistency.description()
                            + (inconsistency.examples().isEmpty()
                                    ? ""
                                    : ": " + String.join("; ", inconsistency.examples()))
                            + (inconsistency.count() > inconsistency.examples().size()
                                            && !inconsistency.examples().isEmpty()
                                    ? "; …"
                                    : ""));
            console().printLine("       → " + advice.repair(inconsistency));
        }
        advice.notes(finding).forEach(note -> console().printLine("       " + note));
    }

    private record CheckAnswer(boolean well, List<PartAnswer> parts) {}

    private record PartAnswer(String part, List<FaultAnswer> faults, List<String> notes, List<UpgradeNote> upgrade) {
        static PartAnswer of(CheckFinding finding, CheckAdvice advice) {
            return new PartAnswer(
                    finding.area().name().toLowerCase(Locale.ROOT),
                    finding.inconsistencies().stream()
                            .map(inconsistency -> FaultAnswer.of(inconsistency, advice))
                            .toList(),
                    advice.notes(finding),
                    finding.upgradeNotes());
        }
    }

    private record FaultAnswer(String what, long cases, List<String> examples, String repair) {
        static FaultAnswer of(Inconsistency inconsistency, CheckAdvice advice) {
            return new FaultAnswer(
                    inconsistency.description(),
                    inconsistency.count(),
                    inconsistency.examples(),
                    advice.repair(inconsistency));
        }
    }
}
