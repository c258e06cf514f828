package heed.engine.internal.mail;

import heed.actions.MessageAction;
import heed.engine.definition.ActionStep;
import heed.engine.internal.core.EngineSettings;
import heed.engine.internal.evaluation.PlannedStep;
import heed.mail.MessageKey;
import heed.mail.SkipReason;
import heed.mail.outbox.EnqueueResult;
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

/** The messages of a batch of one run, queued together. */
public final class MailEnqueuer {
    /** Why a message is not queued for whom it was queued before. */
    static final String ALREADY_SENT = "has this message already";

    private final EngineSettings settings;
    private final Run run;
    private final List<PlannedStep> plannedSteps = new ArrayList<>();

    public MailEnqueuer(EngineSettings settings, Run run) {
        this.settings = settings;
        this.run = run;
    }

    public void add(PlannedStep plannedStep) {
        plannedSteps.add(plannedStep);
    }

    /**
     * What became of one message.
     *
     * @param queued if it is on its way
     * @param reason it is not, in words; empty if it is
     */
    public record QueueDecision(boolean queued, Optional<String> reason) {}

    /** @param consumer is told what became of each message */
    public void enqueue(UnitOfWork work, BiConsumer<PlannedStep, QueueDecision> consumer) {
        if (plannedSteps.isEmpty()) {
            return;
        }
        Clock clock = settings.clock();
        Outbox outbox = settings.outbox().orElseThrow(); // without one the run does not start
        List<OutgoingMail> mails = plannedSteps.stream()
                .map(plannedStep -> outgoingMail(outbox.account(), plannedStep))
                .toList();
        List<EnqueueResult> results = outbox.enqueue(work, mails, clock.instant());
        Map<ProspectId, String> ids = ids(work, results);
        for (int i = 0; i < plannedSteps.size(); i++) {
            consumer.accept(plannedSteps.get(i), decide(results.get(i), ids));
        }
    }

    /** Of the prospects who have a message in the place of others. */
    private static Map<ProspectId, String> ids(UnitOfWork work, List<EnqueueResult> results) {
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
            case KNOWN -> new QueueDecision(false, Optional.of(ALREADY_SENT));
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
