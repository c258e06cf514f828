package heed.model.prospect;

import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A prospect as it was read: one value a field, laid out by its account's catalog, so that standard and custom fields are
 * read the same way. Immutable.
 */
public final class Prospect {
    private final ProspectId key;
    private final @Nullable Value[] values;

    /**
     * @param values by {@link Field#slot()}, null where empty; kept, not copied. May be shorter than the catalog: the rest
     *     is empty. The flags are No where null.
     */
    public Prospect(ProspectId key, @Nullable Value[] values) {
        this.key = key;
        this.values = values;
        for (ProspectFlag flag : ProspectFlag.values()) {
            int slot = flag.field().slot();
            if (values[slot] == null) {
                values[slot] = Value.YesNo.NO;
            }
        }
    }

    public ProspectId key() {
        return key;
    }

    public Optional<Value> value(Field field) {
        return Optional.ofNullable(valueAt(field.slot()));
    }

    /** The value in a slot, or null: for readers that are called millions of times. */
    public @Nullable Value valueAt(int slot) {
        return slot < values.length ? values[slot] : null;
    }

    /** The {@link Value#key()} in a slot, or null. */
    public @Nullable Object keyAt(int slot) {
        Value value = valueAt(slot);
        return value == null ? null : value.key();
    }

    public boolean hasFlag(ProspectFlag flag) {
        return Value.YesNo.YES.equals(valueAt(flag.field().slot()));
    }

    /** The Id field: what people know the prospect by. */
    public String id() {
        return value(StandardFields.ID).map(Value::text).orElseGet(key::toString);
    }

    /** The canonical address; empty for a prospect without one. */
    public Optional<EmailAddress> email() {
        return value(StandardFields.EMAIL).map(value -> new EmailAddress(value.text()));
    }

    /** The same prospect with another value in a field; empty clears it, and makes a flag No. */
    public Prospect with(Field field, Optional<Value> value) {
        @Nullable Value[] copy = Arrays.copyOf(values, Math.max(values.length, field.slot() + 1));
        copy[field.slot()] = value.orElse(null);
        return new Prospect(key, copy);
    }

    /** Names the key only: what a prospect holds does not belong in a log. */
    @Override
    public String toString() {
        return "prospect " + key;
    }
}
