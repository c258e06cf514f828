package heed.engine.internal.mail;

import heed.actions.MessageAction;
import heed.engine.definition.ActionStep;
import heed.engine.internal.evaluation.PlannedStep;
import heed.mail.MessageKey;
import heed.mail.SkipReason;
import heed.mail.outbox.EnqueueResult;
import heed.mail.outbox.ExistingMail;
import heed.mail.outbox.Outbox;
import heed.mail.outbox.OutgoingMail;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.Run;
import heed.model.store.UnitOfWork;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Collects the messages of one batch of a run and queues them together. Not thread-safe. */
public final class MailEnqueuer {
    private final Optional<Outbox> outbox;
    private final Clock clock;
    private final Run run;
    private final List<PlannedStep> plannedSteps = new ArrayList<>();

    /** @param outbox needed only if a message is added */
    public MailEnqueuer(Optional<Outbox> outbox, Clock clock, Run run) {
        this.outbox = outbox;
        this.clock = clock;
        this.run = run;
    }

    /** Adds the message of a step that sends one. */
    public void add(PlannedStep plannedStep) {
        plannedSteps.add(plannedStep);
    }

    /**
     * Whether one message was queued.
     *
     * @param queued whether it was
     * @param reason why it was not, in words; empty if it was
     */
    public record QueueDecision(boolean queued, Optional<String> reason) {}

    /**
     * Queues the messages in the given transaction.
     *
     * @param consumer receives the decision for each message, in the order they were added
     */
    public void enqueue(UnitOfWork work, BiConsumer<PlannedStep, QueueDecision> consumer) {
        if (plannedSteps.isEmpty()) {
            return;
        }
        Outbox accountOutbox = outbox.orElseThrow(); // a run that sends email does not start without an outbox
        List<OutgoingMail> mails = plannedSteps.stream()
                .map(plannedStep -> outgoingMail(accountOutbox.account(), plannedStep))
                .toList();
        List<EnqueueResult> results = accountOutbox.enqueue(work, mails, clock.instant());
        Map<ProspectId, String> ids = idsOfOtherRecipients(work, results);
        for (int i = 0; i < plannedSteps.size(); i++) {
            consumer.accept(plannedSteps.get(i), decide(results.get(i), ids));
        }
    }

    /** Returns the Id fields of the prospects that already have the mail of a duplicate's address. */
    private static Map<ProspectId, String> idsOfOtherRecipients(UnitOfWork work, List<EnqueueResult> results) {
        List<ProspectId> prospects = results.stream()
                .flatMap(result -> result.skipReason().flatMap(SkipReason::duplicateOf).stream())
                .distinct()
                .toList();
        return prospects.isEmpty()
                ? Map.of()
                : work.listProspects(prospects).stream().collect(Collectors.toMap(Prospect::key, Prospect::id));
    }

    private QueueDecision decide(EnqueueResult result, Map<ProspectId, String> ids) {
        return switch (result.status()) {
            case QUEUED -> new QueueDecision(true, Optional.empty());
            case KNOWN -> new QueueDecision(false, result.existing().map(ExistingMail::describe));
            case REFUSED ->
                new QueueDecision(
                        false,
                        result.skipReason()
                                .map(skipReason -> skipReason.describe(
                                        other -> Optional.ofNullable(ids.get(other))
                                                .orElseGet(other::toString),
                                        run.evaluationTime().zone())));
        };
    }

    private OutgoingMail outgoingMail(String account, PlannedStep plannedStep) {
        ActionStep step = plannedStep.step();
        return new OutgoingMail(
                new MessageKey(account, run.automation(), step.id(), run.mailing()),
                plannedStep.prospect().key(),
                plannedStep.emailSend().orElseThrow().address(),
                ((MessageAction) step.action()).messageClass(),
                Optional.of(run.id()));
    }
}
