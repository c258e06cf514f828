package heed.cli.store;

import heed.model.store.CheckFinding;
import heed.model.store.CheckFinding.Inconsistency;
import heed.model.store.CheckFinding.Remedy;
import java.util.List;

/** The advice of a store check, with the commands that carry it out. */
final class CheckAdvice {
    private CheckAdvice() {}

    /** Returns how an inconsistency is repaired. */
    static String repair(Inconsistency inconsistency) {
        return inconsistency.repair()
                + inconsistency.remedy().map(remedy -> ": " + commands(remedy)).orElse("");
    }

    private static String commands(Remedy remedy) {
        return switch (remedy) {
            case SET_FIELD -> "`heed history --prospect ID`, then `heed set --prospect ID FIELD=VALUE`";
            case SET_BOUNCED -> "`heed bounces show EMAIL`, then `heed set --prospect ID Bounced=Yes`";
            case CORRECT_SUPPRESSION_LIST ->
                "`heed suppression history ADDRESS`, then `heed suppression add` or `heed suppression remove`";
        };
    }

    /** Returns a sentence for each run that can be resumed. */
    static List<String> notes(CheckFinding finding) {
        return finding.stoppedRuns().stream()
                .map(run -> "run " + run + " stopped before its end: `heed resume " + run + "` continues it")
                .toList();
    }
}
