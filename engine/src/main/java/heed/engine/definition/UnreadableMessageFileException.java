package heed.engine.definition;

/** A file that a definition names cannot be read. The message is a clause for the author: what is wrong. */
public class UnreadableMessageFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableMessageFileException(String message) {
        super(message);
    }
}
