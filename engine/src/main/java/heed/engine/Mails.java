package heed.engine;

import heed.actions.Mailing;
import heed.engine.definition.ActionStep;
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
final class Mails {
    /** Why a message is not queued for whom it was queued before. */
    static final String HAD = "has this message already";

    private final Settings settings;
    private final Run run;
    private final List<Outcome> outcomes = new ArrayList<>();

    Mails(Settings settings, Run run) {
        this.settings = settings;
        this.run = run;
    }

    void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    /**
     * What became of one message.
     *
     * @param queued if it is on its way
     * @param why it is not, in words; empty if it is
     */
    record Kept(boolean queued, Optional<String> why) {}

    /** @param keeper is told what became of each message */
    void enqueue(UnitOfWork work, BiConsumer<Outcome, Kept> keeper) {
        if (outcomes.isEmpty()) {
            return;
        }
        Clock clock = settings.clock();
        Outbox outbox = settings.outbox().orElseThrow(); // without one the run does not start
        List<OutgoingMail> mails = outcomes.stream()
                .map(outcome -> mail(outbox.account(), outcome))
                .toList();
        List<EnqueueResult> enqueued = outbox.enqueue(work, mails, clock.instant());
        Map<ProspectId, String> ids = ids(work, enqueued);
        for (int i = 0; i < outcomes.size(); i++) {
            keeper.accept(outcomes.get(i), kept(enqueued.get(i), ids));
        }
    }

    /** Of the prospects who have a message in the place of others. */
    private static Map<ProspectId, String> ids(UnitOfWork work, List<EnqueueResult> enqueued) {
        List<ProspectId> others = enqueued.stream()
                .flatMap(one -> one.skipReason().flatMap(SkipReason::duplicateOf).stream())
                .distinct()
                .toList();
        return others.isEmpty()
                ? Map.of()
                : work.listProspects(others).stream().collect(Collectors.toMap(Prospect::key, Prospect::id));
    }

    private Kept kept(EnqueueResult mail, Map<ProspectId, String> ids) {
        return switch (mail.status()) {
            case QUEUED -> new Kept(true, Optional.empty());
            case KNOWN -> new Kept(false, Optional.of(HAD));
            case REFUSED ->
                new Kept(
                        false,
                        mail.skipReason()
                                .map(refusal -> refusal.describe(
                                        other -> Optional.ofNullable(ids.get(other))
                                                .orElseGet(other::toString),
                                        run.evaluationTime().zone())));
        };
    }

    private OutgoingMail mail(String account, Outcome outcome) {
        ActionStep step = outcome.step();
        return new OutgoingMail(
                new MessageKey(account, run.automation(), step.id(), run.mailing()),
                outcome.prospect().key(),
                outcome.send().orElseThrow().address(),
                ((Mailing) step.action()).kind(),
                Optional.of(run.id()));
    }
}
