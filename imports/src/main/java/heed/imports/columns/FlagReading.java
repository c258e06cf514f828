package heed.imports.columns;

import heed.model.prospect.ProspectFlag;
import java.util.Optional;

/** What a cell says about the two flags. */
public enum FlagReading {
    /** The cell is empty. */
    NOTHING,
    /** The flag of the column is No. */
    NO,
    /** Email Opt Out is Yes. */
    OPTED_OUT,
    /** Bounced is Yes. */
    BOUNCED,
    /** The cell is not understood. */
    UNREADABLE;

    /** Returns the reading of a Yes. */
    static FlagReading yes(ProspectFlag flag) {
        return switch (flag) {
            case EMAIL_OPT_OUT -> OPTED_OUT;
            case BOUNCED -> BOUNCED;
        };
    }

    /** Returns the flag that is Yes; empty for the other readings. */
    public Optional<ProspectFlag> flag() {
        return switch (this) {
            case OPTED_OUT -> Optional.of(ProspectFlag.EMAIL_OPT_OUT);
            case BOUNCED -> Optional.of(ProspectFlag.BOUNCED);
            case NOTHING, NO, UNREADABLE -> Optional.empty();
        };
    }
}
