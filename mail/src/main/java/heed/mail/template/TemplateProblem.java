package heed.mail.template;

/** What is wrong in a template, and where. */
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

        public String id() {
            return id;
        }
    }

    /** As it is shown: "html:3:14 there is no field …". */
    @Override
    public String toString() {
        return part.id() + ":" + line + ":" + column + " " + message;
    }
}
