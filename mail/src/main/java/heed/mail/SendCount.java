package heed.mail;

import heed.model.suppression.SuppressionReason;
import java.util.Optional;

/** How many mails stand in one state for one reason. */
public record SendCount(
        SendState state, Optional<Refusal.Reason> reason, Optional<SuppressionReason> suppression, long mails) {}
