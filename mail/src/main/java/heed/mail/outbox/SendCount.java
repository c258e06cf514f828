package heed.mail.outbox;

import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.model.suppression.SuppressionReason;
import java.util.Optional;

/** How many mails stand in one state for one reason. */
public record SendCount(
        SendState state, Optional<SkipReason.SkipCode> code, Optional<SuppressionReason> suppression, long count) {}
