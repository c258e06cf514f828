package heed.bounces.marking;

import java.time.Instant;
import java.util.Optional;

/**
 * A message of the bounce mailbox that nobody but a person can make something of.
 *
 * @param uid where it lay when it was read
 * @param reason in words for people
 */
public record Quarantined(
        Instant quarantinedAt, Optional<String> uid, Optional<String> messageId, long size, String reason) {}
