package heed.mail.bounce;

import java.time.Instant;
import java.util.Optional;

/**
 * A message of the bounce mailbox that nobody but a person can make something of.
 *
 * @param uid where it lay when it was read
 * @param why in words for people
 */
public record KeptAside(Instant at, Optional<String> uid, Optional<String> messageId, long size, String why) {}
