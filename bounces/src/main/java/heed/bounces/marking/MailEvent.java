package heed.bounces.marking;

import heed.bounces.BounceKind;
import heed.bounces.VerdictKind;
import heed.mail.MailId;
import heed.model.suppression.SuppressionReason;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Something that happened to a mail, or to its recipient, after the mail was sent. */
public record MailEvent(MailId mail, Kind kind) {

    /** The kinds of events. A mail may have several. */
    public enum Kind {
        BOUNCED_HARD("bounced hard"),
        BOUNCED_SOFT("bounced soft"),
        /** The recipient reported the mail as spam. */
        COMPLAINED("complained"),
        /** Somebody used the unsubscribe link of the mail, and did not take it back. */
        UNSUBSCRIBED("unsubscribed"),
        /** The recipient or the address was opted out since, in another way. */
        OPTED_OUT_LATER("opted out later"),
        /** The recipient or the address is Bounced since, for another reason than this mail. */
        MARKED_BOUNCED_LATER("Bounced later"),
        /** The address was put on the suppression list since. */
        LISTED_LATER("listed later");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Returns the words for this kind in commands and files. */
        public String label() {
            return label;
        }

        /** Returns the kind of a report about a mail; empty if the report is neither a bounce nor a complaint. */
        public static Optional<Kind> ofReport(VerdictKind report, Optional<BounceKind> bounceKind) {
            return switch (report) {
                case FAILED ->
                    Optional.of(bounceKind.equals(Optional.of(BounceKind.HARD)) ? BOUNCED_HARD : BOUNCED_SOFT);
                case COMPLAINT -> Optional.of(COMPLAINED);
                case DELAYED, DELIVERED, AUTO_REPLY, CHALLENGE, OTHER -> Optional.empty();
            };
        }

        /** Returns the kind of a suppression that began after the mail was sent. */
        public static Kind ofLaterSuppression(SuppressionReason reason) {
            return switch (reason) {
                case EMAIL_OPT_OUT -> OPTED_OUT_LATER;
                case BOUNCED -> MARKED_BOUNCED_LATER;
                case LISTED, DOMAIN_LISTED, FORGOTTEN -> LISTED_LATER;
            };
        }
    }

    /**
     * Returns the events of each mail, without those that another event of it has caused: of several bounces the hardest
     * counts, and a suppression by the mail itself is not one in another way.
     */
    public static Map<MailId, Set<Kind>> byMail(Collection<MailEvent> events) {
        Map<MailId, Set<Kind>> byMail = new LinkedHashMap<>();
        events.forEach(event -> byMail.computeIfAbsent(event.mail, mail -> EnumSet.noneOf(Kind.class))
                .add(event.kind));
        byMail.values().forEach(MailEvent::removeConsequences);
        return byMail;
    }

    private static void removeConsequences(Set<Kind> kinds) {
        if (kinds.contains(Kind.BOUNCED_HARD)) {
            kinds.remove(Kind.BOUNCED_SOFT);
        }
        if (kinds.contains(Kind.BOUNCED_HARD) || kinds.contains(Kind.BOUNCED_SOFT)) {
            kinds.remove(Kind.MARKED_BOUNCED_LATER);
        }
        if (kinds.contains(Kind.COMPLAINED) || kinds.contains(Kind.UNSUBSCRIBED)) {
            kinds.remove(Kind.OPTED_OUT_LATER);
        }
    }
}
