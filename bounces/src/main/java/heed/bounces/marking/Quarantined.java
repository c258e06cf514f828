package heed.bounces.marking;

import java.time.Instant;
import java.util.Optional;

/**
 * A message of the bounce mailbox that only a person can handle.
 *
 * @param uid the place of the message when it was read, as in {@link ReturnedMessage}
 * @param messageId its Message-ID
 * @param size in bytes
 * @param reason why it needs a person, in words for people
 */
public record Quarantined(
        Instant quarantinedAt, Optional<String> uid, Optional<String> messageId, long size, String reason) {}
