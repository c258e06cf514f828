package heed.mail.outbox;

import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.model.suppression.SuppressionReason;
import java.util.Comparator;
import java.util.Optional;

/**
 * The number of mails in one state for one reason.
 *
 * @param code empty for mails that were not skipped or cancelled for a recorded reason
 * @param suppression the reason of the suppression; only for suppressed mails
 */
public record SendCount(
        SendState state, Optional<SkipReason.SkipCode> code, Optional<SuppressionReason> suppression, long count) {

    /** By state, then by reason and by suppression, where none comes first. */
    public static final Comparator<SendCount> ORDER = Comparator.comparing(SendCount::state)
            .thenComparing(count -> count.code().map(Enum::ordinal).orElse(-1))
            .thenComparing(count -> count.suppression().map(Enum::ordinal).orElse(-1));
}
