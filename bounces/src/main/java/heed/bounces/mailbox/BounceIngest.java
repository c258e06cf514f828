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
import heed.bounces.marking.Quarantined;
import heed.bounces.marking.ReportTarget;
import heed.bounces.marking.ReturnedMessage;
import heed.bounces.marking.SentMail;
import heed.mail.MailCorrelation;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
                verdicts.stream()
                        .flatMap(this::marks)
                        .map(MailMark::mail)
                        .distinct()
                        .toList(),
                verdicts.stream()
                        .flatMap(verdict -> Stream.concat(markedAddresses(verdict), addressesOf(verdict)))
                        .distinct()
                        .toList(),
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
                work.quarantine(message, reason, Optional.empty(), Quarantined.RepliedMail.UNKNOWN);
            }
            return first;
        });
    }

    /** Returns the mail to which a message replies, by our signature. */
    private Quarantined.RepliedMail findRepliedMail(BounceWork work, List<BounceVerdict> verdicts) {
        Optional<MailId> mail = verdicts.stream()
                .flatMap(this::marks)
                .flatMap(mark -> work.findMail(mark).stream())
                .map(SentMail::id)
                .findFirst();
        return new Quarantined.RepliedMail(
                mail,
                mail.isPresent()
                        ? Optional.empty()
                        : verdicts.stream()
                                .flatMap(this::markedAddresses)
                                .filter(address ->
                                        work.findErased(Set.of(address)).isEmpty())
                                .findFirst());
    }

    /** The mail that a verdict is taken to be about. */
    private record VerdictSubject(Bounce.BouncedMail mail, ReportTarget target, BounceStatus status) {}

    private Bounce toBounce(BounceWork work, ReturnedMessage message, BounceVerdict verdict, Instant now) {
        VerdictSubject subject = findSubject(work, verdict, now);
        return new Bounce(
                BounceId.START,
                now,
                verdict.kind(),
                subject.mail,
                subject.target,
                Optional.of(message.hash()),
                verdict.diagnosis(),
                verdict.report(),
                verdict.classifier(),
                subject.status);
    }

    /**
     * Finds the mail by our signature. If the signed mail is not in the store, because the store was restored from a backup, a
     * complaint is the no of the signed address, or of the one that it names; any other report is taken as one without a
     * signature.
     */
    private VerdictSubject findSubject(BounceWork work, BounceVerdict verdict, Instant now) {
        Optional<SentMail> signed =
                marks(verdict).flatMap(mark -> work.findMail(mark).stream()).findFirst();
        if (signed.isPresent()) {
            ReportTarget target =
                    ReportTarget.of(signed.get().address(), addressesOf(verdict).toList());
            return new VerdictSubject(signed.get().toBouncedMail(), target, BounceStatus.COUNTS);
        }
        boolean missing = marks(verdict).findAny().isPresent();
        ReportTarget target = missing ? ReportTarget.MISSING_MAIL : ReportTarget.RECIPIENT;
        List<EmailAddress> addresses =
                Stream.concat(markedAddresses(verdict), addressesOf(verdict)).toList();
        Bounce.BouncedMail unknown = new Bounce.BouncedMail(
                addresses.stream().findFirst(), Optional.empty(), Optional.empty(), Optional.empty());
        if (missing && verdict.kind() == VerdictKind.COMPLAINT && !addresses.isEmpty()) {
            return new VerdictSubject(unknown, target, BounceStatus.COUNTS);
        }
        return findUnsigned(work, verdict, addresses, now)
                .map(mail -> new VerdictSubject(mail.toBouncedMail(), target, BounceStatus.COUNTS))
                .orElseGet(() -> new VerdictSubject(unknown, target, BounceStatus.UNTRUSTED));
    }

    /**
     * Returns the last mail to one of the addresses, if it is recent enough and the message is a report by its form: people quote
     * failures and complaints too.
     */
    private static Optional<SentMail> findUnsigned(
            BounceWork work, BounceVerdict verdict, List<EmailAddress> addresses, Instant now) {
        return addresses.stream()
                .filter(address -> verdict.automatic())
                .flatMap(address -> work.findLastMail(address, now.minus(BouncePolicy.UNSIGNED_REPORT_WINDOW)).stream())
                .findFirst();
    }

    /** Returns the addresses of mails that are in the signed marks of a message. */
    private Stream<EmailAddress> markedAddresses(BounceVerdict verdict) {
        return marks(verdict).flatMap(mark -> mark.address().stream());
    }

    /** Returns the marks of the mails whose signed envelope sender or message id is in the message. */
    private Stream<MailMark> marks(BounceVerdict verdict) {
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
