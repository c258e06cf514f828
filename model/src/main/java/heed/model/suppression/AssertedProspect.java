package heed.model.suppression;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import java.time.Instant;
import java.util.Optional;

/**
 * A prospect while a transaction asserts fields of it: the values that the store has read under its locks, and those
 * that {@link AssertionRules} set. The Id, Email and both flags are there whenever Email or a flag is asserted. Not
 * thread-safe.
 */
public interface AssertedProspect {
    ProspectId key();

    /** Returns the value of a field; of a flag Yes or No, never empty. */
    Optional<Value> value(Field field);

    /** Sets the value of a field that is no flag; empty clears it. */
    void set(Field field, Optional<Value> value);

    /** Returns since when a flag is Yes; empty if it is No. */
    Optional<Instant> since(ProspectFlag flag);

    /** Sets a flag: Yes since an instant, or No if that is empty. */
    void set(ProspectFlag flag, Optional<Instant> yesSince);
}
