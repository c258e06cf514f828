package heed.model.store;

import java.util.List;

/**
 * One part of a look over a store, and what it found.
 *
 * @param inconsistencies what should not be; empty if this part is as it should be
 * @param notes what is as it may be, and waits for somebody to go on with it, a sentence each
 */
public record CheckFinding(Area area, List<Inconsistency> inconsistencies, List<String> notes) {
    public CheckFinding {
        inconsistencies = List.copyOf(inconsistencies);
        notes = List.copyOf(notes);
    }

    /** What is looked at. */
    public enum Area {
        CONNECTIONS("the store can be read and written"),
        SCHEMA("the schema is this program's"),
        CLOCK("the clock goes right"),
        FILES("the database finds its own files whole"),
        REFERENCES("nothing names what is not there"),
        SUPPRESSION("flags, reasons and the suppression list agree"),
        HISTORY("each prospect was created once"),
        VALUES("what prospects hold is what was last asserted of them"),
        LEDGER("runs, their ledger, their facts and their mail agree");

        private final String expectation;

        Area(String expectation) {
            this.expectation = expectation;
        }

        /** What it is if it is as it should be. */
        public String expectation() {
            return expectation;
        }
    }

    /**
     * What should not be.
     *
     * @param description in words, without the number of cases
     * @param count how many
     * @param examples the first of them, by their keys: no address and no value
     * @param repair what a person can do
     */
    public record Inconsistency(String description, long count, List<String> examples, String repair) {
        public Inconsistency {
            examples = List.copyOf(examples);
        }
    }
}
