package heed.model;

import java.util.List;

/**
 * One part of a look over a store, and what it found.
 *
 * @param faults what should not be; empty if this part is as it should be
 * @param notes what is as it may be, and waits for somebody to go on with it, a sentence each
 */
public record Examined(Part part, List<Fault> faults, List<String> notes) {
    public Examined {
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
    }

    /** What is looked at. */
    public enum Part {
        CONNECTIONS("the store can be read and written"),
        SCHEMA("the schema is this program's"),
        CLOCK("the clock goes right"),
        FILES("the database finds its own files whole"),
        REFERENCES("nothing names what is not there"),
        SUPPRESSION("flags, reasons and the suppression list agree"),
        HISTORY("each prospect was created once"),
        VALUES("what prospects hold is what was last asserted of them"),
        LEDGER("runs, their ledger, their facts and their mail agree");

        private final String promise;

        Part(String promise) {
            this.promise = promise;
        }

        /** What it is if it is as it should be. */
        public String promise() {
            return promise;
        }
    }

    /**
     * What should not be.
     *
     * @param what in words, without the number of cases
     * @param cases how many
     * @param examples the first of them, by their keys: no address and no value
     * @param repair what a person can do
     */
    public record Fault(String what, long cases, List<String> examples, String repair) {
        public Fault {
            examples = List.copyOf(examples);
        }
    }
}
