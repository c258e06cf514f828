package heed.model.prospect;

import heed.model.field.Field;
import heed.model.field.StandardFields;
import java.util.Optional;

/**
 * The two flags of a prospect that suppress its address. They are independent: changing one never changes the other
 * (promise 3 of docs/promises.md).
 */
public enum ProspectFlag {
    EMAIL_OPT_OUT(StandardFields.EMAIL_OPT_OUT),
    BOUNCED(StandardFields.BOUNCED);

    private final Field field;

    ProspectFlag(Field field) {
        this.field = field;
    }

    public Field field() {
        return field;
    }

    /** Finds the flag that a field represents; empty for other fields. */
    public static Optional<ProspectFlag> find(Field field) {
        if (!field.isFlag()) {
            return Optional.empty();
        }
        return Optional.of(field.slot() == BOUNCED.field.slot() ? BOUNCED : EMAIL_OPT_OUT);
    }
}
