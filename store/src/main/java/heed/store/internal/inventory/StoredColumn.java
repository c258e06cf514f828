package heed.store.internal.inventory;

/** A column of a table, and what it holds. */
public record StoredColumn(String table, String name, Content content) {

    /** What a column holds. */
    public enum Content {
        /** An address of a person. */
        ADDRESS(true),
        /** The address that a mail went to. It is found by the mail, because an index by all addresses would be too large. */
        MAIL_ADDRESS(true),
        /** The key of a prospect. */
        PROSPECT(true),
        /** A value of a person, or text that can name one. */
        TEXT(true),
        /** The id of a mail. */
        MAIL(false),
        /** The hash of a message of the bounce mailbox. */
        BOUNCE_MESSAGE(false),
        /** The id of a message key. */
        MESSAGE(false),
        /** The id of a run. */
        RUN(false),
        /** The id of a provenance. */
        PROVENANCE(false),
        /** The slot of a field. */
        FIELD(false),
        /** Milliseconds since 1970. */
        TIME(false),
        /** Whether something is so. */
        FLAG(false),
        /** A number, a code or a name that is nobody's. */
        PLAIN(false),
        /** What only the program itself uses. */
        INTERNAL(false);

        private final boolean personal;

        Content(boolean personal) {
            this.personal = personal;
        }

        /** Returns whether the column can hold something of a person. */
        public boolean personal() {
            return personal;
        }
    }

    /** Returns the name with that of its table, as SQL writes it. */
    public String qualifiedName() {
        return table + "." + name;
    }
}
