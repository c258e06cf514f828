package heed.mail;

import heed.model.EmailAddress;
import heed.model.Flag;
import heed.model.ProspectId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Promises 1 and 2 as an onlooker checks them, who sees what people asked for and what the relay was sent. */
public final class Promises {
    private final Map<ProspectId, EmailAddress> addresses = new HashMap<>();
    private final Map<ProspectId, Set<Flag>> flags = new HashMap<>();
    private final Map<EmailAddress, Instant> suppressedSince = new HashMap<>();
    private final Map<String, Integer> byMail = new HashMap<>();
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int transmissions;
    private int unknown;

    void has(ProspectId prospect, EmailAddress address) {
        addresses.put(prospect, address);
        flags.put(prospect, EnumSet.noneOf(Flag.class));
    }

    EmailAddress address(ProspectId prospect) {
        return addresses.get(prospect);
    }

    void flag(ProspectId prospect, Flag flag, boolean yes, Instant now) {
        if (yes) {
            flags.get(prospect).add(flag);
        } else {
            flags.get(prospect).remove(flag);
        }
        review(now);
    }

    /** A bounce is the address's: it does not move along. */
    void moves(ProspectId prospect, EmailAddress address, Instant now) {
        if (!address.equals(addresses.put(prospect, address))) {
            flags.get(prospect).remove(Flag.BOUNCED);
        }
        review(now);
    }

    private void review(Instant now) {
        Map<EmailAddress, Instant> before = new HashMap<>(suppressedSince);
        suppressedSince.clear();
        flags.forEach((prospect, own) -> {
            if (!own.isEmpty()) {
                EmailAddress address = addresses.get(prospect);
                suppressedSince.put(address, before.getOrDefault(address, now));
            }
        });
    }

    /** A mail transaction for the address has begun. */
    void transmitted(EmailAddress address, Instant now) {
        transmissions++;
        Instant since = suppressedSince.get(address);
        if (since != null && !now.isBefore(since.plus(SendPermit.GOOD_FOR))) {
            throw new AssertionError("promise 1: " + address + " was sent to, suppressed since " + since);
        }
    }

    /** The relay has taken a message. */
    void delivered(String messageId, EmailAddress address) {
        String message = messageId.substring(1, messageId.indexOf('.'));
        byMail.merge(messageId, 1, Integer::sum);
        if (byAddress.merge(message + " " + address, 1, Integer::sum) > 1) {
            throw new AssertionError("promise 2: " + address + " got " + message + " twice");
        }
    }

    /** Nothing is under way any more: every verdict is what happened. */
    void end(List<SendRecord> mails) {
        Map<List<Object>, Integer> byProspect = new HashMap<>();
        for (SendRecord mail : mails) {
            int delivered = byMail.getOrDefault("<" + mail.key().action() + "." + mail.id() + "@example.com>", 0);
            Optional<String> wrong = switch (mail.state()) {
                case SENT -> delivered == 1 ? Optional.empty() : Optional.of("was not sent");
                case UNKNOWN -> Optional.empty();
                case SKIPPED, REJECTED, EXPIRED, CANCELLED, FAILED ->
                    delivered == 0 ? Optional.empty() : Optional.of("was sent");
                case QUEUED, RETRYING, IN_FLIGHT -> Optional.of("never ends");
            };
            if (wrong.isPresent()) {
                throw new AssertionError(mail + ", " + wrong.get());
            }
            unknown += mail.state() == SendState.UNKNOWN ? 1 : 0;
            List<Object> prospect = List.of(mail.key(), mail.prospect().orElseThrow());
            if (byProspect.merge(prospect, delivered, Integer::sum) > 1) {
                throw new AssertionError("promise 2: a prospect got " + prospect + " twice");
            }
        }
    }

    public int transmissions() {
        return transmissions;
    }

    public int deliveries() {
        return byMail.size();
    }

    public int unknown() {
        return unknown;
    }
}
