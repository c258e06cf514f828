package heed.mail.delivery;

import heed.mail.MailId;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.gate.SendPermit;
import heed.mail.outbox.SendRecord;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks promises 1 and 2 from outside: it sees what people ask for and what the relay receives, and nothing of the
 * store.
 */
public final class PromiseChecker {
    private final Map<ProspectId, EmailAddress> addresses = new HashMap<>();
    private final Map<ProspectId, Set<ProspectFlag>> flags = new HashMap<>();
    private final Map<EmailAddress, Instant> suppressedSince = new HashMap<>();
    private final Set<EmailAddress> everSuppressed = new HashSet<>();
    /** The addresses that the relay refused as unknown, by the refused mail. */
    private final Map<MailId, EmailAddress> unknownUsers = new HashMap<>();

    private final Set<MailId> rejected = new HashSet<>();
    /** Addresses with a recorded refusal as unknown that nobody has cleared since. */
    private final Set<EmailAddress> bounced = new HashSet<>();

    private final Set<ProspectId> changedAddress = new HashSet<>();
    private final Map<String, Integer> byMail = new HashMap<>();
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int transmissions;
    private int unknown;
    private int retried;

    /** Returns the message id of a mail, by which the checker recognizes it at the relay. */
    static String messageId(MessageKey key, MailId mail) {
        return "<" + key.action() + "." + mail + "@example.com>";
    }

    void addProspect(ProspectId prospect, EmailAddress address) {
        addresses.put(prospect, address);
        flags.put(prospect, EnumSet.noneOf(ProspectFlag.class));
    }

    EmailAddress address(ProspectId prospect) {
        return addresses.get(prospect);
    }

    void flag(ProspectId prospect, ProspectFlag flag, boolean value, Instant now) {
        if (value) {
            flags.get(prospect).add(flag);
        } else {
            flags.get(prospect).remove(flag);
            if (flag == ProspectFlag.BOUNCED) {
                bounced.remove(addresses.get(prospect));
            }
        }
        review(now);
    }

    /** The bounce stays with the address. */
    void changeAddress(ProspectId prospect, EmailAddress address, Instant now) {
        if (!address.equals(addresses.put(prospect, address))) {
            flags.get(prospect).remove(ProspectFlag.BOUNCED);
            changedAddress.add(prospect);
        }
        review(now);
    }

    private void review(Instant now) {
        Map<EmailAddress, Instant> before = new HashMap<>(suppressedSince);
        suppressedSince.clear();
        Set<EmailAddress> suppressed = new HashSet<>(bounced);
        flags.forEach((prospect, own) -> {
            if (!own.isEmpty()) {
                suppressed.add(addresses.get(prospect));
            }
        });
        suppressed.forEach(address -> suppressedSince.put(address, before.getOrDefault(address, now)));
        everSuppressed.addAll(suppressed);
    }

    /**
     * The relay refused a mail because nobody has the address. Once the refusal is recorded, the address is Bounced.
     */
    void rejectedAsUnknown(MailId mail, EmailAddress address) {
        unknownUsers.put(mail, address);
    }

    /** The refusal of a mail was recorded. Only the first record of a mail counts. */
    void rejected(MailId mail, Instant now) {
        if (rejected.add(mail) && unknownUsers.containsKey(mail)) {
            bounced.add(unknownUsers.get(mail));
            review(now);
        }
    }

    /** A mail transaction for the address has begun. */
    void transmitted(EmailAddress address, Instant now) {
        transmissions++;
        completed(address, now);
    }

    /** A message to the address has been completed. */
    void completed(EmailAddress address, Instant now) {
        Instant since = suppressedSince.get(address);
        if (since != null && !now.isBefore(since.plus(SendPermit.VALID_FOR))) {
            throw new AssertionError("promise 1: " + address + " got a mail, suppressed since " + since);
        }
    }

    /** The relay has accepted a message. */
    void delivered(String messageId, EmailAddress address) {
        String message = messageId.substring(1, messageId.indexOf('.'));
        byMail.merge(messageId, 1, Integer::sum);
        if (byAddress.merge(message + " " + address, 1, Integer::sum) > 1) {
            throw new AssertionError("promise 2: " + address + " got " + message + " twice");
        }
    }

    /**
     * Checks the final state of all mails: each is what happened at the relay, and each mail that was not sent has a
     * reason.
     *
     * @param leftDoubt whether a fault occurred that can leave a mail in doubt
     */
    void verify(List<SendRecord> mails, boolean leftDoubt) {
        Map<List<Object>, Integer> byProspect = new HashMap<>();
        for (SendRecord mail : mails) {
            int delivered = byMail.getOrDefault(messageId(mail.key(), mail.id()), 0);
            Optional<String> violation = findViolation(mail, delivered, leftDoubt);
            if (violation.isPresent()) {
                throw new AssertionError(mail + ", " + violation.get());
            }
            unknown += mail.state() == SendState.UNKNOWN ? 1 : 0;
            retried += mail.attempts() > 1 ? 1 : 0;
            List<Object> prospect = List.of(mail.key(), mail.prospect().orElseThrow());
            if (byProspect.merge(prospect, delivered, Integer::sum) > 1) {
                throw new AssertionError("promise 2: a prospect got " + prospect + " twice");
            }
        }
    }

    private Optional<String> findViolation(SendRecord mail, int delivered, boolean leftDoubt) {
        return switch (mail.state()) {
            case SENT -> delivered == 1 ? Optional.empty() : Optional.of("was not sent");
            case UNKNOWN -> leftDoubt ? Optional.empty() : Optional.of("is unknown, though nothing was lost");
            case SKIPPED ->
                delivered == 0 && applied(mail) ? Optional.empty() : Optional.of("was sent, or skipped for nothing");
            case REJECTED, EXPIRED, CANCELLED -> delivered == 0 ? Optional.empty() : Optional.of("was sent");
            case QUEUED, RETRYING, IN_FLIGHT -> Optional.of("never ends");
            case FAILED -> Optional.of("has failed, though nothing failed");
        };
    }

    /** Whether the reason for which a mail was skipped has ever applied. */
    private boolean applied(SendRecord mail) {
        SkipReason reason = mail.skipReason().orElseThrow();
        return switch (reason.code()) {
            case SUPPRESSED -> everSuppressed.contains(mail.address().orElseThrow());
            case ADDRESS_CHANGED -> changedAddress.contains(mail.prospect().orElseThrow());
            case DUPLICATE ->
                reason.duplicateOf().isPresent() && !reason.duplicateOf().equals(mail.prospect());
            case NO_ADDRESS, ALREADY_SENT, IN_DOUBT, SETTLED, CANCELLED, CLAIMED_ELSEWHERE, PAUSED -> false;
        };
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

    /** How many mails were attempted more than once. */
    public int retried() {
        return retried;
    }
}
