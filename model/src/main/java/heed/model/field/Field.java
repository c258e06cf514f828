package heed.model.field;

import heed.model.prospect.Prospect;
import java.util.List;

/**
 * A field of a prospect, standard or declared by the account. Filters read fields, and actions set them.
 *
 * @param apiName the name in programs and stores, in camel case ({@code emailOptOut}); never changes
 * @param label the name that people see ("Email Opt Out")
 * @param type the type of the field's values
 * @param searchWords other words that find the field in a search, lower case
 * @param slot the index of the field's value in a {@link Prospect}; standard fields come first, then custom fields in
 *     the order of declaration; never changes
 * @param settable whether actions and edits can change the field; false for Id and Created
 */
public record Field(
        String apiName, String label, ValueType type, List<String> searchWords, int slot, boolean settable) {
    public Field {
        searchWords = List.copyOf(searchWords);
    }

    /** Returns whether the field is a standard field, not one that the account declared. */
    public boolean isStandard() {
        return slot < StandardFields.ALL.size();
    }

    /** Returns whether the field is Email Opt Out or Bounced. A flag is never empty: an absent value means No. */
    public boolean isFlag() {
        return slot == StandardFields.EMAIL_OPT_OUT.slot() || slot == StandardFields.BOUNCED.slot();
    }

    /**
     * Hashes the slot only. Fields are the keys of every row's values, and hashing all components dominated the time to
     * read a row.
     */
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
