package heed.mail.bounce;

import heed.mail.MailId;
import heed.mail.MailMarks;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes what was read of messages into an account's bounces. Thread-safe. */
public final class Intake {
    private static final String ACTOR = "bounce mailbox";

    private final BounceRecords records;
    private final MailMarks marks;

    public Intake(BounceRecords records, MailMarks marks) {
        this.records = records;
        this.marks = marks;
    }

    /** A message and what it says. */
    public record Read(ReturnedMessage message, List<BounceVerdict> verdicts) {}

    /**
     * What became of a message.
     *
     * @param effects of each verdict that was kept; empty if it was taken before
     * @param aside why it needs a person; empty if it does not
     */
    public record Taken(boolean known, List<Marking.Effect> effects, Optional<String> aside) {}

    /** Takes messages in one transaction; what was taken before changes nothing. */
    public List<Taken> take(List<Read> messages, Instant now) {
        List<BounceVerdict> verdicts =
                messages.stream().flatMap(read -> read.verdicts.stream()).toList();
        return records.write(
                verdicts.stream().flatMap(this::marked).distinct().toList(),
                verdicts.stream().flatMap(Intake::addresses).distinct().toList(),
                work -> {
                    List<Opened> opened =
                            messages.stream().map(read -> open(work, read, now)).toList();
                    List<Marking.Effect> effects = new Marking(work, ACTOR, now)
                            .keep(opened.stream()
                                    .flatMap(one -> one.bounces.stream())
                                    .toList());
                    return taken(opened, effects);
                });
    }

    /** A message that was taken, now or before, and the bounces that are to be kept of it. */
    private record Opened(boolean known, List<Bounce> bounces, Optional<String> aside) {}

    /** @param effects of all their bounces, in their order */
    private static List<Taken> taken(List<Opened> opened, List<Marking.Effect> effects) {
        List<Taken> taken = new ArrayList<>();
        int next = 0;
        for (Opened one : opened) {
            int end = next + one.bounces.size();
            taken.add(new Taken(one.known, List.copyOf(effects.subList(next, end)), one.aside));
            next = end;
        }
        return taken;
    }

    private Opened open(BounceWork work, Read read, Instant now) {
        if (!work.take(read.message, now)) {
            return new Opened(true, List.of(), Optional.empty());
        }
        List<Bounce> bounces = new ArrayList<>();
        Optional<String> aside = Optional.empty();
        boolean meant = false;
        for (BounceVerdict verdict : read.verdicts) {
            switch (verdict.kind()) {
                case FAILED, DELAYED, DELIVERED, COMPLAINT -> bounces.add(bounce(work, read.message, verdict, now));
                case AUTO_REPLY -> meant = true;
                case CHALLENGE -> aside = Optional.of("a filter asks the sender to prove something");
                case OTHER -> aside = aside.or(() -> Optional.of("it is about no mail"));
            }
        }
        if (meant || !bounces.isEmpty()) {
            aside = Optional.empty();
        }
        aside.ifPresent(why -> work.aside(read.message, why));
        return new Opened(false, bounces, aside);
    }

    /** Takes a message that could not be read: a person must see it. */
    public boolean takeAside(ReturnedMessage message, String why, Instant now) {
        return records.write(List.of(), List.of(), work -> {
            boolean first = work.take(message, now);
            if (first) {
                work.aside(message, why);
            }
            return first;
        });
    }

    private Bounce bounce(BounceWork work, ReturnedMessage message, BounceVerdict verdict, Instant now) {
        Optional<SentMail> mail = mail(work, verdict, now);
        Bounce.Subject subject = mail.map(SentMail::subject)
                .orElseGet(() -> new Bounce.Subject(
                        addresses(verdict).findFirst(), Optional.empty(), Optional.empty(), Optional.empty()));
        return new Bounce(
                BounceId.START,
                now,
                verdict.kind(),
                subject,
                Optional.of(message.hash()),
                verdict.diagnosis(),
                verdict.report(),
                verdict.classifier(),
                mail.isPresent() ? Standing.COUNTS : Standing.UNTRUSTED);
    }

    /** By our signed marks; without one, whatever was mailed to the address not long ago. */
    private Optional<SentMail> mail(BounceWork work, BounceVerdict verdict, Instant now) {
        return marked(verdict)
                .flatMap(id -> work.mail(id).stream())
                .findFirst()
                .or(() -> addresses(verdict)
                        .flatMap(address -> work.lastMail(address, now.minus(BouncePolicy.RECENT)).stream())
                        .findFirst());
    }

    private Stream<MailId> marked(BounceVerdict verdict) {
        return Stream.concat(
                verdict.trace().returnPaths().stream().flatMap(path -> marks.byEnvelopeSender(path).stream()),
                verdict.trace().messageId().stream().flatMap(id -> marks.byMessageId(id).stream()));
    }

    private static Stream<EmailAddress> addresses(BounceVerdict verdict) {
        return Stream.concat(verdict.originalRecipient().stream(), verdict.recipient().stream())
                .flatMap(text -> EmailAddress.parse(text).stream());
    }
}
