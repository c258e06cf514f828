package heed.engine;

import heed.actions.Mailing;
import heed.engine.definition.ActionStep;
import heed.mail.Enqueued;
import heed.mail.MessageKey;
import heed.mail.Outbox;
import heed.mail.OutgoingMail;
import heed.mail.Refusal;
import heed.model.Run;
import heed.model.UnitOfWork;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The messages of a batch of one run, queued together. */
final class Mails {
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

    /** @param kept is told what became of each message */
    void enqueue(UnitOfWork work, BiConsumer<Outcome, Enqueued> kept) {
        if (outcomes.isEmpty()) {
            return;
        }
        Clock clock = settings.clock();
        Outbox outbox = settings.outbox().orElseThrow(); // without one the run does not start
        List<OutgoingMail> mails = outcomes.stream()
                .map(outcome -> mail(outbox.account(), outcome))
                .toList();
        List<Enqueued> enqueued = outbox.enqueue(work, mails, clock.instant());
        for (int i = 0; i < outcomes.size(); i++) {
            kept.accept(outcomes.get(i), enqueued.get(i));
        }
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

    /** Why a message was not queued; empty if it was. */
    static Optional<String> why(Enqueued kept) {
        return switch (kept.outcome()) {
            case QUEUED -> Optional.empty();
            case KNOWN -> Optional.of("has this message already");
            case REFUSED -> kept.refusal().map(Refusal::text);
        };
    }
}
