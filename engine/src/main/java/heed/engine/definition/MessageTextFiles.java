package heed.engine.definition;

import heed.filters.json.SourceText;

/**
 * The text files that definitions name for the bodies of their messages. They are read once, when a definition is read: what is
 * stored of the definition has their texts. Implementations are thread-safe.
 */
@FunctionalInterface
public interface MessageTextFiles {
    /** Has no file: a definition that names one has a problem. */
    MessageTextFiles NONE = path -> {
        throw new UnreadableMessageFileException(
                "no files can be read here; write the text itself into the definition");
    };

    /**
     * Reads a file.
     *
     * @param path a relative path with slashes between its names, none of which is ".."
     * @return the text with the name by which problems show the file; bytes that are not UTF-8 are replaced by U+FFFD. Of a file
     *     that is longer than a long text may be, a beginning that is too long is enough.
     * @throws UnreadableMessageFileException if there is no such file or it cannot be read
     */
    SourceText read(String path);
}
