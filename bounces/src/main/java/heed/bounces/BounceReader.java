package heed.bounces;

import java.util.List;

/** Reads what arrives in the bounce mailbox. Thread-safe. */
public interface BounceReader {
    /**
     * What a message says, one verdict for each recipient that it is about, in the order of the message; never empty. It never
     * throws, whatever the bytes are: what cannot be read is {@link VerdictKind#OTHER}.
     *
     * @param message as it was fetched, headers and all, with whatever line ends
     */
    List<BounceVerdict> read(byte[] message);
}
