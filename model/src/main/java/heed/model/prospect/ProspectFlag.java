package heed.model.prospect;

import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.suppression.SuppressionReason;
import java.util.Optional;

/** The two flags. They are independent: changing one never changes the other (semantics.md). */
public enum ProspectFlag {
    EMAIL_OPT_OUT(StandardFields.EMAIL_OPT_OUT, SuppressionReason.EMAIL_OPT_OUT),
    BOUNCED(StandardFields.BOUNCED, SuppressionReason.BOUNCED);

    private final Field field;
    private final SuppressionReason reason;

    ProspectFlag(Field field, SuppressionReason reason) {
        this.field = field;
        this.reason = reason;
    }

    public Field field() {
        return field;
    }

    /** Why an address is suppressed while a prospect's flag is Yes. */
    public SuppressionReason reason() {
        return reason;
    }

    /** The flag that a field is; empty for other fields. */
    public static Optional<ProspectFlag> find(Field field) {
        if (!field.isFlag()) {
            return Optional.empty();
        }
        return Optional.of(field.slot() == BOUNCED.field.slot() ? BOUNCED : EMAIL_OPT_OUT);
    }
}
