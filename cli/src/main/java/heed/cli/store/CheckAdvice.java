package heed.cli.store;

import heed.cli.internal.console.GlobalOptions;
import heed.model.store.CheckFinding;
import heed.model.store.CheckFinding.Inconsistency;
import heed.model.store.CheckFinding.Remedy;
import java.util.List;
import java.util.stream.Stream;

/** The advice of a store check, with the commands that carry it out. */
final class CheckAdvice {
    private final GlobalOptions options;

    /** @param options the options of the command, which the suggested commands repeat */
    CheckAdvice(GlobalOptions options) {
        this.options = options;
    }

    /** Returns how an inconsistency is repaired. */
    String repair(Inconsistency inconsistency) {
        return inconsistency.repair()
                + inconsistency.remedy().map(remedy -> ": " + commands(remedy)).orElse("");
    }

    private String commands(Remedy remedy) {
        return switch (remedy) {
            case SET_FIELD ->
                code("history", "--prospect", "ID") + ", then "
                        + code("set", "--prospect", "ID", "FIELD=VALUE", "--reason", "TEXT");
            case SET_BOUNCED ->
                code("bounces", "show", "EMAIL") + ", then "
                        + code("set", "--prospect", "ID", "Bounced=Yes", "--reason", "TEXT");
            case CORRECT_SUPPRESSION_LIST ->
                code("suppression", "history", "ADDRESS") + ", then "
                        + code("suppression", "add", "ADDRESS", "--reason", "TEXT") + " or "
                        + code("suppression", "remove", "ADDRESS", "--reason", "TEXT");
        };
    }

    private String code(Object... words) {
        return "`" + options.suggest(words) + "`";
    }

    /** Returns a sentence for each run that can be resumed and for what the upgrade of the store found. */
    List<String> notes(CheckFinding finding) {
        return Stream.concat(
                        finding.stoppedRuns().stream()
                                .map(run -> "run " + run + " stopped before its end: " + code("resume", run)
                                        + " continues it"),
                        finding.upgradeNotes().stream()
                                .map(note -> "found by the upgrade of the store: " + note.line()))
                .toList();
    }
}
