package heed.engine.definition;

/** How often an automation runs. */
public enum RunMode {
    /** One time and never again, unless someone asks for it. */
    ONCE("once");

    private final String id;

    RunMode(String id) {
        this.id = id;
    }

    /** The word for it in a definition. */
    public String id() {
        return id;
    }
}
