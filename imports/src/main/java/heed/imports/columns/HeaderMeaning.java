package heed.imports.columns;

import heed.model.field.Field;
import heed.model.field.StandardFields;
import java.util.Optional;

/** What the header of a column says about the column, as far as Email and the two flags are concerned. */
public enum HeaderMeaning {
    EMAIL(Optional.of(StandardFields.EMAIL)),
    EMAIL_OPT_OUT(Optional.of(StandardFields.EMAIL_OPT_OUT)),
    BOUNCED(Optional.of(StandardFields.BOUNCED)),
    /** Another address of the same person. */
    OTHER_EMAIL(Optional.empty()),
    /** A Yes of the column means that the person may be mailed. */
    YES(Optional.empty()),
    /** The column has states, such as "unsubscribed", of which some mean a no. */
    STATES(Optional.empty()),
    /** A part of the header is about a no: the column probably means one. */
    PROBABLY_NO(Optional.empty()),
    /** A part of the header is about a yes. */
    PROBABLY_YES(Optional.empty()),
    /** A part of the header is about mail: the column is doubtful if its cells are words of flags. */
    PERHAPS(Optional.empty()),
    NONE(Optional.empty());

    private final Optional<Field> field;

    HeaderMeaning(Optional<Field> field) {
        this.field = field;
    }

    /** Returns the field that a column with this header is; empty if the header does not name one. */
    public Optional<Field> field() {
        return field;
    }

    /** Tests whether the header names a flag. */
    public boolean isFlag() {
        return this == EMAIL_OPT_OUT || this == BOUNCED;
    }
}
