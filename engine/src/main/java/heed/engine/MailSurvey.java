package heed.engine;

import heed.actions.Mailing;
import heed.engine.Preview.Mail;
import heed.engine.Preview.MailPreview;
import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
import heed.mail.SkipReason;
import heed.mail.outbox.ExistingRecipients;
import heed.mail.template.MissingFieldCounter;
import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.store.StoreReading;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Says of one message, batch by batch, to whom it would be sent now and who would be skipped, as the outbox and the gate
 * will decide. It keeps in mind only those addresses that several prospects have. Not thread-safe.
 */
final class MailSurvey {
    private static final String DUPLICATE = "duplicate";

    private final String action;
    private final EvaluationTime moment;
    private final Optional<EarlierMail> earlier;
    private final MissingFieldCounter gaps;
    private final AddressMatching mailboxes;
    private final Set<EmailAddress> taken = new HashSet<>(); // by what their mailboxes are known by
    private final Map<String, Long> skipped = new TreeMap<>();
    private long send;

    /**
     * Why someone would get none of their own.
     *
     * @param reason without the times and prospects that tell one from another
     */
    private record Skip(String reason, String text) {}

    private MailSurvey(
            String action,
            Mailing mailing,
            EvaluationTime moment,
            Optional<EarlierMail> earlier,
            AddressMatching mailboxes) {
        this.action = action;
        this.moment = moment;
        this.earlier = earlier;
        this.mailboxes = mailboxes;
        this.gaps = new MissingFieldCounter(mailing.template());
    }

    /** Of one action of an automation as it would run now, for the first time or again; empty if it sends nothing. */
    static Optional<MailSurvey> of(
            Settings settings, StoreReading reading, Automation automation, ActionStep step, EvaluationTime moment) {
        return step.action() instanceof Mailing mailing
                ? Optional.of(new MailSurvey(
                        step.id(),
                        mailing,
                        moment,
                        EarlierMail.of(settings, reading, automation, step),
                        settings.store().account().addressMatching()))
                : Optional.empty();
    }

    /** What would become of one message to one prospect. */
    Mail one(StoreReading reading, Outcome outcome) {
        return add(reading, List.of(outcome)).get(0);
    }

    MailPreview preview() {
        return new MailPreview(send, skipped, gaps.counts());
    }

    /** @param outcomes of this action, by prospect; what they come to is in their order */
    List<Mail> add(StoreReading reading, List<Outcome> outcomes) {
        List<EmailAddress> addresses = outcomes.stream()
                .flatMap(outcome -> to(outcome).stream())
                .distinct()
                .toList();
        Set<EmailAddress> shared = reading.findSharedAddresses(addresses);
        Map<EmailAddress, Suppression> suppressed = reading.findOldestSuppressions(addresses);
        Optional<ExistingRecipients> having = earlier.map(mail -> mail.of(
                outcomes.stream().map(outcome -> outcome.prospect().key()).toList(), addresses));
        List<Mail> mails = new ArrayList<>(outcomes.size());
        for (Outcome outcome : outcomes) {
            Optional<Skip> skip = had(outcome, having)
                    .or(() -> refusal(reading, outcome, shared, suppressed)
                            .map(refusal ->
                                    new Skip(reason(refusal), refusal.describe(ProspectId::toString, moment.zone()))));
            if (skip.isEmpty()) {
                send++;
                gaps.add(outcome.present());
            } else {
                skipped.merge(skip.get().reason, 1L, Long::sum);
            }
            mails.add(new Mail(action, to(outcome), skip.map(Skip::text)));
        }
        return mails;
    }

    private static Optional<Skip> had(Outcome outcome, Optional<ExistingRecipients> having) {
        if (having.filter(had -> had.prospects().contains(outcome.prospect().key()))
                .isPresent()) {
            return Optional.of(new Skip(Mails.HAD, Mails.HAD));
        }
        return having.flatMap(had -> to(outcome).filter(had.addresses()::contains))
                .map(address -> new Skip(DUPLICATE, DUPLICATE));
    }

    private static Optional<EmailAddress> to(Outcome outcome) {
        return outcome.send().flatMap(send -> send.address());
    }

    private Optional<SkipReason> refusal(
            StoreReading reading,
            Outcome outcome,
            Set<EmailAddress> shared,
            Map<EmailAddress, Suppression> suppressed) {
        Optional<EmailAddress> to = to(outcome);
        if (to.isEmpty()) {
            return Optional.of(SkipReason.of(SkipReason.SkipCode.NO_ADDRESS));
        }
        // An address that an earlier action gave can be others' too, whatever the store knows of it.
        boolean several =
                shared.contains(to.get()) || !to.equals(outcome.prospect().email());
        if (several && !taken.add(mailboxes.mailboxOf(to.get()))) {
            return Optional.of(SkipReason.duplicate(Optional.empty()));
        }
        return suppression(reading, outcome, Optional.ofNullable(suppressed.get(to.get())))
                .map(SkipReason::suppressed);
    }

    /** As it will be once the automation's earlier actions have changed the prospect. */
    private Optional<Suppression> suppression(StoreReading reading, Outcome outcome, Optional<Suppression> present) {
        List<ProspectFlag> own = Stream.of(ProspectFlag.values())
                .filter(outcome.present()::hasFlag)
                .toList();
        if (!own.isEmpty()) {
            return present.or(() -> Optional.of(own(outcome, own.get(0))));
        }
        boolean cleared = Stream.of(ProspectFlag.values()).anyMatch(outcome.prospect()::hasFlag);
        return cleared ? others(reading, outcome) : present;
    }

    private Suppression own(Outcome outcome, ProspectFlag flag) {
        Prospect prospect = outcome.present();
        return new Suppression(
                to(outcome).orElseThrow(),
                flag.reason(),
                new Suppression.FlaggedProspect(prospect.key(), prospect.id()),
                moment.instant());
    }

    private static Optional<Suppression> others(StoreReading reading, Outcome outcome) {
        return reading.listSuppressions(to(outcome).orElseThrow()).stream()
                .filter(one -> !carriedBy(one, outcome.prospect()))
                .findFirst();
    }

    private static boolean carriedBy(Suppression suppression, Prospect prospect) {
        return suppression.source() instanceof Suppression.FlaggedProspect carrier
                && carrier.prospect().equals(prospect.key());
    }

    private static String reason(SkipReason refusal) {
        return refusal.code() == SkipReason.SkipCode.DUPLICATE
                ? DUPLICATE
                : refusal.suppression()
                        .map(SuppressionReason::label)
                        .orElse(refusal.code().label());
    }
}
