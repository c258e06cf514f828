package heed.model.prospect;

import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A prospect as read from a store: one value for each field of the account's catalog, standard and custom fields alike.
 * Immutable.
 */
public final class Prospect {
    private final ProspectId key;
    private final @Nullable Value[] values;

    /**
     * Creates a prospect.
     *
     * @param key the prospect's key in its store
     * @param values the values by {@link Field#slot()}, null for an empty field; not copied. The array may be shorter
     *     than the catalog, and the remaining fields are empty. A flag that is null is set to No.
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

    /** Returns the prospect's key in its store. */
    public ProspectId key() {
        return key;
    }

    /** Returns the value of a field; empty if the field is empty. */
    public Optional<Value> value(Field field) {
        return Optional.ofNullable(valueAt(field.slot()));
    }

    /**
     * Returns the value in a slot, or null if the field is empty. This method serves callers that read millions of
     * values; others use {@link #value}.
     */
    public @Nullable Value valueAt(int slot) {
        return slot < values.length ? values[slot] : null;
    }

    /** Returns the {@link Value#key()} of the value in a slot, or null if the field is empty. */
    public @Nullable Object keyAt(int slot) {
        Value value = valueAt(slot);
        return value == null ? null : value.key();
    }

    /** Returns whether the flag is Yes. */
    public boolean hasFlag(ProspectFlag flag) {
        return Value.YesNo.YES.equals(valueAt(flag.field().slot()));
    }

    /** Returns the Id field, by which people know the prospect, or the key if the field is empty. */
    public String id() {
        return value(StandardFields.ID).map(Value::text).orElseGet(key::toString);
    }

    /** Returns the canonical address; empty if the prospect has none. */
    public Optional<EmailAddress> email() {
        return value(StandardFields.EMAIL).map(value -> new EmailAddress(value.text()));
    }

    /**
     * Returns a copy of the prospect with another value in a field. An empty value clears the field; for a flag it
     * means No.
     */
    public Prospect with(Field field, Optional<Value> value) {
        @Nullable Value[] copy = Arrays.copyOf(values, Math.max(values.length, field.slot() + 1));
        copy[field.slot()] = value.orElse(null);
        return new Prospect(key, copy);
    }

    /** Returns a text that names only the key, because field values must not appear in logs. */
    @Override
    public String toString() {
        return "prospect " + key;
    }
}
