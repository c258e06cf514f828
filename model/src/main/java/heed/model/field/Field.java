package heed.model.field;

import heed.model.prospect.Prospect;
import java.util.List;

/**
 * Something that is known of a prospect: what a filter asks about and an action sets.
 *
 * @param apiName how programs and stores name it, camel case ({@code emailOptOut}); never changes
 * @param label how people name it ("Email Opt Out")
 * @param searchWords further words by which it is found, lower case
 * @param slot its place in a {@link Prospect}'s values; standard fields come first, custom ones in the order of their
 *     declaration, and a slot never changes
 * @param settable false for what an action or an edit cannot change (Id, Created)
 */
public record Field(
        String apiName, String label, ValueType type, List<String> searchWords, int slot, boolean settable) {
    public Field {
        searchWords = List.copyOf(searchWords);
    }

    /** Not declared by the account. */
    public boolean isStandard() {
        return slot < StandardFields.ALL.size();
    }

    /** Email Opt Out and Bounced: never empty, absent means No. */
    public boolean isFlag() {
        return slot == StandardFields.EMAIL_OPT_OUT.slot() || slot == StandardFields.BOUNCED.slot();
    }

    /** By its slot alone: fields are the keys of every row's values, and hashing all they hold was most of reading one. */
    @Override
    public int hashCode() {
        return slot;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Field field
                        && slot == field.slot
                        && apiName.equals(field.apiName)
                        && label.equals(field.label)
                        && type == field.type
                        && settable == field.settable
                        && searchWords.equals(field.searchWords));
    }

    @Override
    public String toString() {
        return label;
    }
}
