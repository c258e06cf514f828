package heed.engine.internal.mail;

import heed.engine.internal.evaluation.PlannedStep;
import heed.engine.preview.RunPreview.MailPreview;
import heed.engine.preview.RunPreview.PlannedMail;
import heed.mail.SkipReason;
import heed.mail.outbox.ExistingMail;
import heed.mail.outbox.ExistingRecipients;
import heed.mail.template.MessageTemplate;
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
 * Builds the preview of one message batch by batch: who would receive it now, and who would be skipped and why. The
 * decisions are those that the outbox and the gate will make. Memory use grows only with the addresses that several
 * prospects share. Not thread-safe.
 */
public final class MailPreviewBuilder {
    /** The reason for skipping a prospect whose mailbox gets the message already, by another prospect. */
    private static final String DUPLICATE = "duplicate";

    private final String action;
    private final EvaluationTime evaluationTime;
    private final Optional<PreviousRecipients> previousRecipients;
    private final MissingFieldCounter missingFields;
    private final AddressMatching addressMatching;
    /** The mailboxes of the prospects added so far, of addresses that several prospects may share. */
    private final Set<EmailAddress> usedMailboxes = new HashSet<>();

    private final Map<String, Long> skippedByReason = new TreeMap<>();
    private long recipients;

    /**
     * Why a prospect would not receive the message.
     *
     * @param label the reason without details, under which skipped prospects are counted
     * @param text the reason with times and other prospects
     */
    private record SkipDescription(String label, String text) {}

    MailPreviewBuilder(
            String action,
            MessageTemplate template,
            EvaluationTime evaluationTime,
            Optional<PreviousRecipients> previousRecipients,
            AddressMatching addressMatching) {
        this.action = action;
        this.evaluationTime = evaluationTime;
        this.previousRecipients = previousRecipients;
        this.addressMatching = addressMatching;
        this.missingFields = new MissingFieldCounter(template);
    }

    /** Adds one prospect, and returns what would happen to its message. */
    public PlannedMail previewMail(StoreReading reading, PlannedStep plannedStep) {
        return add(reading, List.of(plannedStep)).get(0);
    }

    /** Returns the counts of all prospects added so far. */
    public MailPreview build() {
        return new MailPreview(recipients, skippedByReason, missingFields.counts());
    }

    /**
     * Adds a batch of prospects.
     *
     * @param plannedSteps steps of this builder's action, ordered by prospect
     * @return what would happen to the message of each step, in the same order
     */
    public List<PlannedMail> add(StoreReading reading, List<PlannedStep> plannedSteps) {
        List<EmailAddress> addresses = plannedSteps.stream()
                .flatMap(plannedStep -> address(plannedStep).stream())
                .distinct()
                .toList();
        Set<EmailAddress> shared = reading.findSharedAddresses(addresses);
        Map<EmailAddress, Suppression> suppressed = reading.findOldestSuppressions(addresses);
        Optional<ExistingRecipients> existing = previousRecipients.map(previous -> previous.find(
                plannedSteps.stream()
                        .map(plannedStep -> plannedStep.prospect().key())
                        .toList(),
                addresses));
        List<PlannedMail> mails = new ArrayList<>(plannedSteps.size());
        for (PlannedStep plannedStep : plannedSteps) {
            Optional<SkipDescription> skip = alreadyMailed(reading, plannedStep, existing, suppressed)
                    .or(() ->
                            skipReason(reading, plannedStep, shared, suppressed).map(this::describe));
            if (skip.isEmpty()) {
                recipients++;
                missingFields.add(plannedStep.current());
            } else {
                skippedByReason.merge(skip.get().label, 1L, Long::sum);
            }
            mails.add(new PlannedMail(action, address(plannedStep), skip.map(SkipDescription::text)));
        }
        return mails;
    }

    /**
     * Describes why a prospect gets no second mail, or why another prospect's mail goes to its address. A prospect whose
     * mail was not sent, and who is suppressed now, is told so.
     */
    private Optional<SkipDescription> alreadyMailed(
            StoreReading reading,
            PlannedStep plannedStep,
            Optional<ExistingRecipients> existing,
            Map<EmailAddress, Suppression> suppressed) {
        Optional<EmailAddress> address = address(plannedStep);
        Optional<ExistingMail> earlierMail = existing.flatMap(recipients -> Optional.ofNullable(
                recipients.prospects().get(plannedStep.prospect().key())));
        if (earlierMail.isPresent()) {
            String description = earlierMail.get().describe();
            return address.filter(to -> !earlierMail.get().mayArrive())
                    .flatMap(to -> suppressionAfter(reading, plannedStep, Optional.ofNullable(suppressed.get(to))))
                    .map(suppression -> describe(SkipReason.suppressed(suppression)))
                    .or(() -> Optional.of(new SkipDescription(description, description)));
        }
        return existing.flatMap(recipients -> address.filter(recipients.addresses()::contains))
                .map(to -> new SkipDescription(DUPLICATE, DUPLICATE));
    }

    private SkipDescription describe(SkipReason skipReason) {
        return new SkipDescription(
                skipLabel(skipReason), skipReason.describe(ProspectId::toString, evaluationTime.zone()));
    }

    private static Optional<EmailAddress> address(PlannedStep plannedStep) {
        return plannedStep.emailSend().flatMap(send -> send.address());
    }

    private Optional<SkipReason> skipReason(
            StoreReading reading,
            PlannedStep plannedStep,
            Set<EmailAddress> shared,
            Map<EmailAddress, Suppression> suppressed) {
        Optional<EmailAddress> address = address(plannedStep);
        if (address.isEmpty()) {
            return Optional.of(SkipReason.of(SkipReason.SkipCode.NO_ADDRESS));
        }
        // The store knows the addresses that prospects have now. An address that an earlier action sets can be another
        // prospect's too.
        boolean isShared = shared.contains(address.get())
                || !address.equals(plannedStep.prospect().email());
        if (isShared && !usedMailboxes.add(addressMatching.mailboxOf(address.get()))) {
            return Optional.of(SkipReason.duplicate(Optional.empty()));
        }
        return suppressionAfter(reading, plannedStep, Optional.ofNullable(suppressed.get(address.get())))
                .map(SkipReason::suppressed);
    }

    /** Returns the suppression of the address after the automation's earlier actions have changed the prospect. */
    private Optional<Suppression> suppressionAfter(
            StoreReading reading, PlannedStep plannedStep, Optional<Suppression> current) {
        List<ProspectFlag> flags = Stream.of(ProspectFlag.values())
                .filter(plannedStep.current()::hasFlag)
                .toList();
        if (!flags.isEmpty()) {
            return current.or(() -> Optional.of(flagSuppression(plannedStep, flags.get(0))));
        }
        List<ProspectFlag> cleared = Stream.of(ProspectFlag.values())
                .filter(plannedStep.prospect()::hasFlag)
                .toList();
        return cleared.isEmpty() ? current : otherSuppression(reading, plannedStep, cleared);
    }

    private Suppression flagSuppression(PlannedStep plannedStep, ProspectFlag flag) {
        Prospect prospect = plannedStep.current();
        return new Suppression(
                address(plannedStep).orElseThrow(),
                SuppressionReason.of(flag),
                new Suppression.FlaggedProspect(prospect.key(), prospect.id()),
                evaluationTime.instant());
    }

    /** Returns the first suppression of the address that clearing flags of the prospect does not end. */
    private static Optional<Suppression> otherSuppression(
            StoreReading reading, PlannedStep plannedStep, List<ProspectFlag> cleared) {
        Prospect prospect = plannedStep.prospect();
        EmailAddress address = address(plannedStep).orElseThrow();
        boolean hadAddress = prospect.email().equals(Optional.of(address));
        return reading.listSuppressions(address).stream()
                .filter(suppression -> !isFlagOf(suppression, prospect))
                .filter(suppression -> !hadAddress
                        || cleared.stream().noneMatch(flag -> suppression.endsWithFlag(flag, prospect.key())))
                .findFirst();
    }

    private static boolean isFlagOf(Suppression suppression, Prospect prospect) {
        return suppression.source() instanceof Suppression.FlaggedProspect flagged
                && flagged.prospect().equals(prospect.key());
    }

    private static String skipLabel(SkipReason skipReason) {
        return skipReason.code() == SkipReason.SkipCode.DUPLICATE
                ? DUPLICATE
                : skipReason
                        .suppression()
                        .map(SuppressionReason::label)
                        .orElse(skipReason.code().label());
    }
}
