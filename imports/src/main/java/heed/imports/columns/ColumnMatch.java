package heed.imports.columns;

import heed.model.field.Field;
import java.util.Optional;

/**
 * What a column is, by its name alone.
 *
 * @param field the field that the column is read into; empty if it is read into none
 * @param reversed whether a Yes of the column is a No of the field, which is then a flag
 * @param meaning what the header says
 */
public record ColumnMatch(Kind kind, Optional<Field> field, boolean reversed, HeaderMeaning meaning) {
    /** How a column was matched. */
    public enum Kind {
        /** The user named its field. */
        MAPPED,
        /** It has the label or API name of the field. */
        NAMED,
        /** Its header is a known word for the field. */
        KNOWN_WORD,
        /** It has other addresses of the person, by its header or because the user says so. They are not imported. */
        OTHER_EMAIL,
        /** The user said that it is not imported. */
        IGNORED,
        /** No field has its name. */
        UNMATCHED
    }

    /** Tests whether the column is read into this field. */
    public boolean is(Field other) {
        return field.filter(other::equals).isPresent();
    }

    /** Tests whether the column is read into Email Opt Out or Bounced. */
    public boolean isFlag() {
        return field.filter(Field::isFlag).isPresent();
    }

    /** Returns the same match without a field. */
    public ColumnMatch unmatched() {
        return new ColumnMatch(Kind.UNMATCHED, Optional.empty(), false, meaning);
    }
}
