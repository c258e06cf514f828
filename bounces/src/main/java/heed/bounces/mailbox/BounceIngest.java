package heed.bounces.mailbox;

import heed.bounces.BounceVerdict;
import heed.bounces.PersonalMail;
import heed.bounces.VerdictKind;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceId;
import heed.bounces.marking.BounceMarker;
import heed.bounces.marking.BouncePolicy;
import heed.bounces.marking.BounceRecords;
import heed.bounces.marking.BounceStatus;
import heed.bounces.marking.BounceWork;
import heed.bounces.marking.ReturnedMessage;
import heed.bounces.marking.SentMail;
import heed.mail.MailCorrelation;
import heed.mail.MailId;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Stores the verdicts of returned messages as bounces of an account and applies them. Thread-safe. */
public final class BounceIngest {
    private static final String ACTOR = "bounce mailbox";

    private final BounceRecords records;
    private final MailCorrelation correlation;

    /** @param correlation finds our mails by their signed envelope senders and message ids */
    public BounceIngest(BounceRecords records, MailCorrelation correlation) {
        this.records = records;
        this.correlation = correlation;
    }

    /**
     * A message and its verdicts.
     *
     * @param personal what a person needs to know of it if it is no report; empty if it is one
     */
    public record ReadMessage(ReturnedMessage message, List<BounceVerdict> verdicts, Optional<PersonalMail> personal) {}

    /**
     * The result of ingesting a message.
     *
     * @param duplicate whether the message was claimed before; nothing was changed then
     * @param effects the effect of each verdict that was stored
     * @param quarantineReason why the message needs a person; empty if it does not
     */
    public record IngestResult(
            boolean duplicate, List<BounceMarker.BounceEffect> effects, Optional<String> quarantineReason) {}

    /**
     * Claims messages, stores their verdicts and applies them, in one transaction. A message that was claimed before changes
     * nothing.
     *
     * @return the result of each message, in the order of the messages
     */
    public List<IngestResult> ingest(List<ReadMessage> messages, Instant now) {
        List<BounceVerdict> verdicts =
                messages.stream().flatMap(message -> message.verdicts.stream()).toList();
        return records.write(
                verdicts.stream().flatMap(this::correlatedMails).distinct().toList(),
                verdicts.stream().flatMap(BounceIngest::addressesOf).distinct().toList(),
                work -> {
                    List<PreparedMessage> prepared = messages.stream()
                            .map(message -> prepare(work, message, now))
                            .toList();
                    List<BounceMarker.BounceEffect> effects = new BounceMarker(work, ACTOR, now)
                            .record(prepared.stream()
                                    .flatMap(message -> message.bounces.stream())
                                    .toList());
                    return toResults(prepared, effects);
                });
    }

    /** A claimed message, and the bounces to store for it. */
    private record PreparedMessage(boolean duplicate, List<Bounce> bounces, Optional<String> quarantineReason) {}

    /** Assigns effects to messages; the effects are in the order of the messages and of their bounces. */
    private static List<IngestResult> toResults(
            List<PreparedMessage> prepared, List<BounceMarker.BounceEffect> effects) {
        List<IngestResult> results = new ArrayList<>();
        int next = 0;
        for (PreparedMessage message : prepared) {
            int end = next + message.bounces.size();
            results.add(new IngestResult(
                    message.duplicate, List.copyOf(effects.subList(next, end)), message.quarantineReason));
            next = end;
        }
        return results;
    }

    private PreparedMessage prepare(BounceWork work, ReadMessage read, Instant now) {
        if (!work.claimMessage(read.message, now)) {
            return new PreparedMessage(true, List.of(), Optional.empty());
        }
        List<Bounce> bounces = new ArrayList<>();
        Optional<String> quarantineReason = Optional.empty();
        boolean autoReply = false;
        for (BounceVerdict verdict : read.verdicts) {
            switch (verdict.kind()) {
                case FAILED, DELAYED, DELIVERED, COMPLAINT -> bounces.add(toBounce(work, read.message, verdict, now));
                case AUTO_REPLY -> autoReply = true;
                case CHALLENGE -> quarantineReason = Optional.of("a filter asks the sender to prove something");
                case OTHER -> quarantineReason = quarantineReason.or(() -> Optional.of("it is about no mail"));
            }
        }
        // One verdict that was understood is enough: nobody has to look at the message.
        if (autoReply || !bounces.isEmpty()) {
            quarantineReason = Optional.empty();
        }
        quarantineReason.ifPresent(
                reason -> work.quarantine(read.message, reason, read.personal, findRepliedMail(work, read.verdicts)));
        return new PreparedMessage(false, bounces, quarantineReason);
    }

    /**
     * Claims a message that could not be read, so that a person sees it.
     *
     * @return false if it was claimed before; nothing was changed then
     */
    public boolean quarantine(ReturnedMessage message, String reason, Instant now) {
        return records.write(List.of(), List.of(), work -> {
            boolean first = work.claimMessage(message, now);
            if (first) {
                work.quarantine(message, reason, Optional.empty(), Optional.empty());
            }
            return first;
        });
    }

    /** Returns the mail to which a message replies, by our signature. */
    private Optional<MailId> findRepliedMail(BounceWork work, List<BounceVerdict> verdicts) {
        return verdicts.stream()
                .flatMap(this::correlatedMails)
                .filter(mail -> work.findMail(mail).isPresent())
                .findFirst();
    }

    private Bounce toBounce(BounceWork work, ReturnedMessage message, BounceVerdict verdict, Instant now) {
        Optional<SentMail> mail = findMail(work, verdict, now);
        Bounce.BouncedMail subject = mail.map(SentMail::toBouncedMail)
                .orElseGet(() -> new Bounce.BouncedMail(
                        addressesOf(verdict).findFirst(), Optional.empty(), Optional.empty(), Optional.empty()));
        return new Bounce(
                BounceId.START,
                now,
                verdict.kind(),
                subject,
                Optional.of(message.hash()),
                verdict.diagnosis(),
                verdict.report(),
                verdict.classifier(),
                mail.isPresent() ? BounceStatus.COUNTS : BounceStatus.UNTRUSTED);
    }

    /**
     * Finds the mail by our signature. Without one, returns the last mail to the address, if it is recent enough and the message is a
     * report by its form: people quote failures too. A complaint is believed in any form, because it is a no.
     */
    private Optional<SentMail> findMail(BounceWork work, BounceVerdict verdict, Instant now) {
        return correlatedMails(verdict)
                .flatMap(id -> work.findMail(id).stream())
                .findFirst()
                .or(() -> addressesOf(verdict)
                        .filter(address -> verdict.automatic() || verdict.kind() == VerdictKind.COMPLAINT)
                        .flatMap(address ->
                                work.findLastMail(address, now.minus(BouncePolicy.UNSIGNED_REPORT_WINDOW)).stream())
                        .findFirst());
    }

    /** Returns the mails whose signed envelope sender or message id is in the message. */
    private Stream<MailId> correlatedMails(BounceVerdict verdict) {
        return Stream.concat(
                verdict.trace().returnPaths().stream().flatMap(path -> correlation.findByEnvelopeSender(path).stream()),
                verdict.trace().messageId().stream().flatMap(id -> correlation.findByMessageId(id).stream()));
    }

    /** Returns the recipients, the one before forwarding first, because that is the address that we mailed. */
    private static Stream<EmailAddress> addressesOf(BounceVerdict verdict) {
        return Stream.concat(verdict.originalRecipient().stream(), verdict.recipient().stream())
                .flatMap(text -> EmailAddress.parse(text).stream());
    }
}
