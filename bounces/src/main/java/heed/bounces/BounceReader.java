package heed.bounces;

import java.util.List;
import java.util.Optional;

/** Reads the messages of a bounce mailbox. Implementations are thread-safe. */
public interface BounceReader {
    /**
     * Returns one verdict for each recipient that a message is about, in the order of the message. The list is never empty. The
     * method never throws, whatever the bytes are: a message that cannot be read is {@link VerdictKind#OTHER}.
     *
     * @param message the whole message with its headers, as fetched; any line ends
     */
    List<BounceVerdict> read(byte[] message);

    /**
     * Returns what a person needs to know of a message that is no report; empty if it cannot be read. The method never
     * throws.
     */
    Optional<PersonalMail> readPersonalMail(byte[] message);
}
