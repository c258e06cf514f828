package heed.model.system;

/** The user of the operating system who runs this process. Thread-safe. */
public final class SystemUser {
    private static final String UNKNOWN = "unknown";

    private SystemUser() {}

    /**
     * Returns the name of the owner of this process, as the operating system tells it: the Java property {@code user.name}
     * is what a command line says. Returns "unknown" if the operating system does not tell.
     */
    public static String name() {
        return ProcessHandle.current().info().user().orElse(UNKNOWN);
    }
}
