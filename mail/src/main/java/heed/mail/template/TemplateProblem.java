package heed.mail.template;

/**
 * A problem in a template, with its position. Immutable.
 *
 * @param line counted from 1
 * @param column counted from 1
 */
public record TemplateProblem(Part part, int line, int column, String message) {

    /** The parts of a message. */
    public enum Part {
        SUBJECT("subject"),
        TEXT("text"),
        HTML("html");

        private final String id;

        Part(String id) {
            this.id = id;
        }

        /** Returns the word for the part in definitions and problems. */
        public String id() {
            return id;
        }
    }

    /** Returns the problem for display: "html:3:14 there is no field …". */
    @Override
    public String toString() {
        return part.id() + ":" + line + ":" + column + " " + message;
    }
}
