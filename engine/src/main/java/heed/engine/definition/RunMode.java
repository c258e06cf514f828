package heed.engine.definition;

/** How often an automation runs. */
public enum RunMode {
    /** One time, and never again unless that is requested explicitly. */
    ONCE("once");

    private final String id;

    RunMode(String id) {
        this.id = id;
    }

    /** Returns the identifier in definitions. */
    public String id() {
        return id;
    }
}
